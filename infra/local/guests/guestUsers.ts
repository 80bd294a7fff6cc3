/** Who may log in to a guest, and how. Everybody else, root included, is locked out. */
export const guestUsers = {
  alice: { password: 'correct-horse', uid: 1000 },
  /** No password opens this account; its private key is `bob_ed25519` in the image's cache folder. */
  bob: { keyOnly: true, uid: 1001 },
} as const;

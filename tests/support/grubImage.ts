import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { GuestImage } from '../../infra/local/guests/buildImage.ts';
import { unpackPackages } from '../../infra/local/guests/debianPackages.ts';
import { guestImageFolder, testImage } from './guest.ts';

const run = promisify(execFile);

/** GRUB as distributions set it up for a serial console: hidden until Esc is pressed within three seconds. */
const configuration = `
serial --unit=0 --speed=115200
terminal_input serial
terminal_output serial
set timeout_style=hidden
set timeout=3
menuentry "Sallyport guest" {
  linux (hd0)/vmlinuz console=ttyS0,115200n8 vm.name=vm-grub panic=10 tsc=reliable
  initrd (hd0)/initrd.img
}
`;
const early = 'set prefix=(memdisk)/boot/grub\nnormal (memdisk)/boot/grub/grub.cfg\n';
const modules = [
  'biosdisk',
  'memdisk',
  'serial',
  'terminal',
  'terminfo',
  'normal',
  'linux',
  'minicmd',
  'tar',
];
const packages = ['grub-common', 'grub-pc-bin', 'libdevmapper1.02.1'];
const name = 'grub-1';

/**
 * Debian's GRUB, which reads the guest's kernel from a disk that is a tar archive. Made once. Where the host boots
 * a "kernel", it boots GRUB.
 */
export async function grubGuest(): Promise<{ image: GuestImage; machineArguments: string[] }> {
  const image = await testImage();
  const folder = join(guestImageFolder, name);
  if (!existsSync(folder)) await build(folder, image);
  const disk = `file=${join(folder, 'disk.tar')},format=raw,if=ide,snapshot=on`;
  return {
    image: { kernel: join(folder, 'grub.lnx'), initrd: image.initrd },
    machineArguments: ['-m', '256', '-drive', disk],
  };
}

async function build(folder: string, image: GuestImage): Promise<void> {
  const work = await mkdtemp(join(guestImageFolder, 'grub-build-'));
  try {
    const root = await unpackPackages(work, packages);
    const platform = join(root, 'usr/lib/grub/i386-pc');
    await mkdir(join(work, 'out'));
    await mkdir(join(work, 'memdisk/boot/grub'), { recursive: true });
    await writeFile(join(work, 'memdisk/boot/grub/grub.cfg'), configuration);
    await writeFile(join(work, 'early.cfg'), early);
    await run('tar', ['cf', 'memdisk.tar', '-C', 'memdisk', 'boot'], { cwd: work });
    await run('tar', ['cf', 'out/disk.tar', '-C', join(image.kernel, '..'), 'vmlinuz', 'initrd.img'], {
      cwd: work,
    });
    const words = ['-d', platform, '-O', 'i386-pc', '-o', 'core.img', '-m', 'memdisk.tar', '-c', 'early.cfg'];
    await run(join(root, 'usr/bin/grub-mkimage'), [...words, '-p', '(memdisk)/boot/grub', ...modules], {
      cwd: work,
      env: { ...process.env, LD_LIBRARY_PATH: join(root, 'lib/x86_64-linux-gnu') },
    });
    const parts = [join(platform, 'lnxboot.img'), join(work, 'core.img')].map((path) => readFile(path));
    await writeFile(join(work, 'out/grub.lnx'), Buffer.concat(await Promise.all(parts)));
    await rename(join(work, 'out'), folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

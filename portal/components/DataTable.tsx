import type { ReactNode } from 'react';

export type DataTableProps = {
  /** What stands over the columns. */
  columns: readonly string[];
  /** Present = a last column of buttons follows, with nothing to be seen over it and this to be heard. */
  actions?: string;
  /** The rows. */
  children: ReactNode;
};

/** A table whose rows are all in the page; one that may be long is a `Grid`. */
export function DataTable({ columns, actions, children }: DataTableProps): ReactNode {
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            {actions !== undefined && (
              <th scope="col">
                <span className="visually-hidden">{actions}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

import { TableColumnView } from './tableColumnView.ts';
import { TableView } from './tableView.ts';

export { tablesIn } from '../../sandbox/frame/tableSchemas.ts';

/** The elements of tables, by tag. */
export const TABLE_ELEMENTS = {
  'glove-table-view': TableView,
  'glove-table-column': TableColumnView,
};

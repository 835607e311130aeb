import type { GroupCount, GroupRange, OutlineRow, Place } from '#lib/read-model';
import type { GroupRules } from './group-of.js';
import { type Direction, PagePlan, type PlannedItem, placeOf } from './page-plan.js';

/** Where entries and groups are read from: one list, with all that is asked of it. */
export interface GroupSource {
  outline(asked: OutlinePart): Promise<readonly OutlineRow[]>;
  counts(groups: readonly GroupRange[], upTo: Place | undefined): Promise<readonly GroupCount[]>;
}

export interface OutlinePart {
  readonly direction: Direction;
  readonly start: Place | undefined;
  readonly jumps: ReadonlyMap<string, Place>;
  readonly most: number;
}

export interface GroupedPart {
  readonly direction: Direction;
  /** Without one, from the newest on. */
  readonly start?: Place | undefined;
  /** Entries newer than this one do not count: where the list began when its first page was read. */
  readonly top?: Place | undefined;
  readonly limit: number;
}

export interface GroupedPage {
  /** Newest first, in both directions. */
  readonly items: readonly PlannedItem[];
  /** There are more in that direction, or may be. */
  readonly hasMore: boolean;
  /** From where on to read them. */
  readonly end: Place | undefined;
  /** The newest entry of the list that this page is of, as far as is known. */
  readonly top: Place | undefined;
}

/** How many rows are read, for each line of the page: as a rule once. More each time, when there is much of few groups. */
const ROUNDS = [3, 3, 10, 30];
const MOST_ROWS = 1_000;

/**
 * A page of a list with groups, in a few reads. Where so many do not fill it, it is shorter, and `end` is where the next one
 * goes on.
 */
export async function readGroupedPage(
  source: GroupSource,
  { direction, start, top: given, limit }: GroupedPart,
  rules: GroupRules,
): Promise<GroupedPage> {
  const plan = new PagePlan(direction, start, rules);
  let top = direction === 'older' ? given : undefined;
  for (const times of ROUNDS) {
    const most = Math.min(limit * times + 1, MOST_ROWS);
    const rows = await source.outline({
      direction,
      start: plan.frontier ?? start,
      jumps: plan.jumps(),
      most,
    });
    if (!start && !top && rows[0]) top = placeOf(rows[0]);
    const groups = plan.read(rows, most);
    if (groups.length > 0) plan.count(groups, await source.counts(groups, top));
    if (plan.hasEnded || plan.items().length > limit) break;
  }
  return pageOf(plan, direction, limit, top);
}

function pageOf(plan: PagePlan, direction: Direction, limit: number, top: Place | undefined): GroupedPage {
  const known = plan.items();
  const items = known.slice(0, limit);
  const isFull = known.length > limit;
  const hasMore = isFull || !plan.hasEnded;
  const end = isFull ? items.at(-1) : plan.frontier;
  const isNewest = direction === 'newer' && !hasMore;
  return {
    items: direction === 'older' ? items : items.toReversed(),
    hasMore,
    end: hasMore ? end : undefined,
    top: isNewest ? items.at(-1) : top,
  };
}

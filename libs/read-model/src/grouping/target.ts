/** As SQL: whom or what an argument names, as mentions are written; of a list, if it names one. Null where it names none. */
export const targetSql = (arg: string): string => {
  const one = `(CASE jsonb_array_length(${arg} -> 'items') WHEN 1 THEN ${arg} -> 'items' -> 0 ELSE ${arg} END)`;
  return `((${one} ->> 'type') || ':' || (${one} ->> 'id'))`;
};

const DEEPEST_CAUSE = 5;

/** How an error stands in a log line. */
export interface ErrorFields {
  type: string;
  message: string;
  stack?: string;
  code?: unknown;
  cause?: ErrorFields;
  errors?: ErrorFields[];
}

/**
 * An error with its stack and its causes. Other properties are left out on purpose: database drivers hang whole rows and
 * parameters on their errors.
 */
export function errorFields(error: unknown, depth = 0): ErrorFields {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const code = (error as { code?: unknown }).code;
  return {
    type: error.name,
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(code !== undefined && { code }),
    ...(depth < DEEPEST_CAUSE && causes(error, depth + 1)),
  };
}

function causes(error: Error, depth: number): Pick<ErrorFields, 'cause' | 'errors'> {
  return {
    ...(error.cause !== undefined && { cause: errorFields(error.cause, depth) }),
    ...(error instanceof AggregateError && { errors: error.errors.map((each) => errorFields(each, depth)) }),
  };
}

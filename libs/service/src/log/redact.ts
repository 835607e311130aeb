const URL_PASSWORD = /(\/\/[^:/@\s"\\]*:)[^\s"/]+@/g;
const SECRET_FIELD =
  /"(authorization|proxy-authorization|cookie|set-cookie|password)":("(?:[^"\\]|\\.)*"|\[[^\]]*\])/gi;
const BEARER = /\b(Bearer|Basic) [\w.~+/-]{8,}=*/g;
/** A signed token always begins with `{"`, in base64. */
const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** The secret of a link, in a URL. */
const LINK = /([?&]token=)[^&\s"#]+/gi;

/** A finished log line without the passwords of URLs, credentials, tokens and cookies, wherever in the line they stand. */
export function redact(line: string): string {
  return line
    .replace(URL_PASSWORD, '$1***@')
    .replace(SECRET_FIELD, '"$1":"***"')
    .replace(LINK, '$1***')
    .replace(BEARER, '$1 ***')
    .replace(TOKEN, '***');
}

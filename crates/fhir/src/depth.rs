//! How deep a text is nested. serde_json skips fields we do not know without counting their depth,
//! so it is counted here, once, before anything is read.

/// The same limit as serde_json's own.
pub(crate) const MAX_DEPTH: usize = 128;

/// The line where the text goes deeper than [`MAX_DEPTH`], if it does.
pub(crate) fn line_too_deep(text: &[u8]) -> Option<usize> {
    let (mut depth, mut line) = (0_usize, 1);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'\n' => line += 1,
            b'{' | b'[' if !in_string => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Some(line);
                }
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

//! The shapes that other programs read: one JSON object a line, spans in code points.

//! Pictures that a test builds, and the texts that are read from them.

//! Enters: characters, one by one. Leaves: how often each came.

/// How many characters are counted side by side.
const PAGE: usize = 256;

/// How often each character came. Texts of some scripts have a cut character in every word, so each is found by its number, and
/// not by a hash.
#[derive(Clone, Debug, Default)]
pub(super) struct Characters {
    pages: Vec<Option<Box<[u64; PAGE]>>>,
}

impl Characters {
    pub(super) fn add(&mut self, character: char, times: u64) {
        let (page, at) = (character as usize / PAGE, character as usize % PAGE);
        if self.pages.len() <= page {
            self.pages.resize(page + 1, None);
        }
        let counts = self.pages.get_mut(page).map(|page| page.get_or_insert_with(|| Box::new([0; PAGE])));
        if let Some(count) = counts.and_then(|counts| counts.get_mut(at)) {
            *count += times;
        }
    }

    /// Each character that came, in order, with how often it did.
    pub(super) fn counted(&self) -> impl Iterator<Item = (char, u64)> {
        let pages = self.pages.iter().enumerate();
        let filled = pages.filter_map(|(number, page)| Some((number, page.as_deref()?)));
        let numbered = filled.flat_map(|(number, page)| (number * PAGE..).zip(page));
        numbered
            .filter(|&(_, &times)| times > 0)
            .filter_map(|(number, &times)| Some((char::from_u32(u32::try_from(number).ok()?)?, times)))
    }
}

//! Enters: texts that are much the same. Leaves: each without what all of them begin and end with.

/// How many bytes are worth a sign that they were left out.
const WORTH: usize = 16;

/// The texts, with `…` for the words that all begin with, and for those that all end with, where these are long. A single text
/// stays as it is.
pub(super) fn folded(texts: &[&str]) -> Vec<String> {
    let [first, second, ..] = texts else {
        return texts.iter().map(|&text| text.to_owned()).collect();
    };
    let front =
        texts.iter().fold(common_front(first, second), |front, text| front.min(common_front(first, text)));
    let front = first.get(..front).and_then(|front| front.rfind(' ')).map_or(0, |space| space + 1);
    let rests: Vec<&str> = texts.iter().map(|text| text.get(front..).unwrap_or_default()).collect();
    let back = rests.iter().map(|rest| common_back(rests.first().copied().unwrap_or_default(), rest)).min();
    let back = back.unwrap_or_default();
    let back =
        first.get(first.len() - back..).and_then(|back| back.find(' ').map(|space| back.len() - space));
    let (front, back) = (worth(front), worth(back.unwrap_or_default()));
    let fold = |text: &&str| {
        let middle = text.get(front..text.len() - back).unwrap_or_default();
        let sign = |bytes: usize| if bytes > 0 { "…" } else { "" };
        let parts = [sign(front), middle.trim(), sign(back)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    };
    texts.iter().map(fold).collect()
}

fn worth(bytes: usize) -> usize {
    if bytes < WORTH { 0 } else { bytes }
}

/// How many bytes two texts begin with alike.
fn common_front(left: &str, right: &str) -> usize {
    let alike = left.chars().zip(right.chars()).take_while(|(left, right)| left == right);
    alike.map(|(character, _)| character.len_utf8()).sum()
}

/// How many bytes two texts end with alike.
fn common_back(left: &str, right: &str) -> usize {
    let alike = left.chars().rev().zip(right.chars().rev()).take_while(|(left, right)| left == right);
    alike.map(|(character, _)| character.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn what_all_begin_or_end_with_is_left_out_by_whole_words() {
        let front = "masterpiece, best quality";
        let back = "on a hill in the evening";
        let texts = [format!("{front} a cat {back}"), format!("{front} a cow {back}")];
        assert_eq!(folded(&[&texts[0], &texts[1]]), ["… cat …", "… cow …"]);
    }

    #[test]
    fn what_is_short_or_alone_stays() {
        assert_eq!(folded(&["a cat sat", "a dog sat"]), ["a cat sat", "a dog sat"]);
        assert_eq!(folded(&["a cat sat on the mat all day"]), ["a cat sat on the mat all day"]);
        assert_eq!(folded(&[]), [""; 0]);
    }

    #[test]
    fn a_text_that_ends_where_the_others_go_on_is_left_with_a_sign() {
        let front = "masterpiece, best quality, ";
        assert_eq!(folded(&[front, &format!("{front}a cat")]), ["…", "… a cat"]);
        // What they end with is not counted twice.
        let same = "a cat on a hill a cat on a hill";
        assert_eq!(folded(&[same, &format!("{same} {same}")]).len(), 2);
    }
}

//! Prompts out of ComfyUI's graphs: the walk back from the sampler, and where it is not certain.

use cliptok::images::{GraphError, Walk, is_graph, read_graph};
use cliptok::syntax::Polarity;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The prompts of a graph that is walked: place, encoder, text.
type Places = Vec<(&'static str, &'static str, String)>;

fn place(polarity: Option<Polarity>) -> &'static str {
    match polarity {
        Some(Polarity::Positive) => "positive",
        Some(Polarity::Negative) => "negative",
        None => "",
    }
}

fn places(graph: &[u8]) -> (Walk, Places) {
    let picture = read_graph(graph).unwrap();
    let prompts = picture.prompts.into_iter().map(|prompt| {
        let encoder = prompt.encoder.map_or("", |encoder| encoder.name());
        (place(prompt.polarity), encoder, prompt.text)
    });
    (picture.walk, prompts.collect())
}

fn certain(graph: &Value) -> Places {
    assert!(is_graph(graph.to_string().as_bytes()), "{graph}");
    let (walk, places) = places(graph.to_string().as_bytes());
    assert_eq!(walk, Walk::Certain, "{graph}: {places:?}");
    places
}

/// The texts of a graph of which it is not known what they are.
fn uncertain(graph: &Value) -> Vec<String> {
    let (walk, places) = places(graph.to_string().as_bytes());
    assert_eq!(walk, Walk::Uncertain, "{graph}: {places:?}");
    assert!(places.iter().all(|(place, _, _)| place.is_empty()));
    places.into_iter().map(|(_, _, text)| text).collect()
}

fn node(class: &str, inputs: &Value) -> Value {
    json!({"class_type": class, "inputs": inputs})
}

fn text(text: &str) -> Value {
    node("CLIPTextEncode", &json!({"text": text, "clip": ["4", 1]}))
}

fn sampler(positive: &Value, negative: &Value, latent: &str) -> Value {
    let inputs = json!({"seed": 1, "model": ["4", 0], "positive": positive, "negative": negative, "latent_image": [latent, 0]});
    node("KSampler", &inputs)
}

fn positive(text: &str) -> (&'static str, &'static str, String) {
    ("positive", "", text.to_owned())
}

fn negative(text: &str) -> (&'static str, &'static str, String) {
    ("negative", "", text.to_owned())
}

/// A sampler whose positive prompt is what node 6 makes, among these nodes.
fn with_positive(nodes: &Value) -> Value {
    let mut graph = json!({"3": sampler(&json!(["6", 0]), &json!(["7", 0]), "5"), "7": text("dog")});
    graph.as_object_mut().unwrap().extend(nodes.as_object().unwrap().clone());
    graph
}

#[test]
fn a_sampler_has_a_positive_and_a_negative_text() {
    let graph = with_positive(&json!({"6": text("a cat"), "1": text("nobody reads this")}));
    assert_eq!(certain(&graph), [positive("a cat"), negative("dog")]);
    assert_eq!(certain(&json!({"client_id": "x", "prompt": graph})), [positive("a cat"), negative("dog")]);
    // Ids in subgraphs.
    let graph = json!({
        "12:3": sampler(&json!(["12:6", 0]), &json!(["12:7", 0]), "5"), "12:6": text("a"), "12:7": text("b"),
    });
    assert_eq!(certain(&graph), [positive("a"), negative("b")]);
    let only_positive = json!({
        "3": node("KSampler", &json!({"seed": 1, "positive": ["6", 0]})), "6": text("a"), "7": text("b"),
    });
    assert_eq!(certain(&only_positive), [positive("a")]);
}

#[test]
fn a_refiner_is_not_the_first_sampler() {
    let refiner = |text| node("CLIPTextEncodeSDXLRefiner", &json!({"ascore": 6.0, "text": text}));
    let sdxl = |l, g| node("CLIPTextEncodeSDXL", &json!({"width": 8, "text_g": g, "text_l": l}));
    let graph = json!({
        "11": sampler(&json!(["15", 0]), &json!(["16", 0]), "20"),
        "20": node("LatentUpscale", &json!({"samples": ["10", 0], "width": 8})),
        "10": sampler(&json!(["6", 0]), &json!(["7", 0]), "5"),
        "6": sdxl("cat", "a cat, epic"), "7": sdxl("dog", "dog"), "15": refiner("other"), "16": refiner("x"),
    });
    let of = |place, encoder, text: &str| (place, encoder, text.to_owned());
    let wanted = [
        of("positive", "l", "cat"),
        of("positive", "g", "a cat, epic"),
        of("negative", "l", "dog"),
        of("negative", "g", "dog"),
    ];
    assert_eq!(certain(&graph), wanted);
}

#[test]
fn a_picture_that_is_drawn_over_has_the_first_prompt() {
    let graph = with_positive(&json!({
        "6": text("a cat"),
        "8": node("VAEDecode", &json!({"samples": ["3", 0]})),
        "9": node("FaceDetailer", &json!({"image": ["8", 0], "seed": 1, "positive": ["10", 0], "negative": ["7", 0]})),
        "10": text("a face"),
    }));
    assert_eq!(certain(&graph), [positive("a cat"), negative("dog")]);
}

#[test]
fn three_encoders_have_a_text_each() {
    let sd3 = node(
        "CLIPTextEncodeSD3",
        &json!({"t5xxl": "c", "clip_g": "b", "clip_l": "a", "empty_padding": "none"}),
    );
    let of = |encoder, text: &str| ("positive", encoder, text.to_owned());
    let graph = with_positive(&json!({"6": sd3}));
    assert_eq!(certain(&graph), [of("l", "a"), of("g", "b"), of("t5", "c"), negative("dog")]);
    // One that has a text for all encoders too has those that are filled.
    let smz = |all, each| node("smZ CLIPTextEncode", &json!({"text": all, "text_l": each, "text_g": each}));
    let graph = |all, each| with_positive(&json!({"6": smz(all, each)}));
    assert_eq!(certain(&graph("a", "")), [positive("a"), negative("dog")]);
    assert_eq!(certain(&graph("", "b")), [of("l", "b"), of("g", "b"), negative("dog")]);
    assert_eq!(uncertain(&graph("a", "b")), ["b", "b", "dog"]);
}

#[test]
fn a_guider_has_the_prompts_of_its_sampler() {
    let graph = |guider: Value| {
        json!({
            "13": node("SamplerCustomAdvanced", &json!({"guider": ["21", 0], "latent_image": ["5", 0], "noise": ["1", 0]})),
            "21": node("Reroute", &json!({"": ["22", 0]})),
            "22": guider,
            "26": node("FluxGuidance", &json!({"guidance": 3.5, "conditioning": ["6", 0]})),
            "6": node("CLIPTextEncodeFlux", &json!({"clip_l": "a", "t5xxl": "b", "guidance": 3.5})),
            "7": node("ConditioningZeroOut", &json!({"conditioning": ["6", 0]})),
        })
    };
    let encoded = [("positive", "l", "a".to_owned()), ("positive", "t5", "b".to_owned())];
    let basic = node("BasicGuider", &json!({"model": ["4", 0], "conditioning": ["26", 0]}));
    assert_eq!(certain(&graph(basic)), encoded);
    let cfg = node("CFGGuider", &json!({"cfg": 1, "positive": ["26", 0], "negative": ["7", 0]}));
    let [l, t5] = encoded;
    assert_eq!(certain(&graph(cfg)), [l, t5, negative("")]);
    let dual = node("DualCFGGuider", &json!({"cond1": ["26", 0], "cond2": ["7", 0], "negative": ["7", 0]}));
    assert_eq!(uncertain(&graph(dual)), ["a", "b"]);
}

#[test]
fn a_control_net_hands_on_both_prompts() {
    let graph = json!({
        "3": sampler(&json!(["20", 0]), &json!(["20", 1]), "5"),
        "20": node("ControlNetApplyAdvanced", &json!({"strength": 1.0, "positive": ["19", 0], "negative": ["19", 1], "image": ["22", 0]})),
        "19": node("ControlNetApplyAdvanced", &json!({"positive": ["6", 0], "negative": ["7", 0]})),
        "6": text("a cat"), "7": text("dog"),
    });
    assert_eq!(certain(&graph), [positive("a cat"), negative("dog")]);
    let mut third = graph;
    third["3"]["inputs"]["negative"] = json!(["20", 2]);
    assert_eq!(uncertain(&third), ["a cat", "dog"]);
}

#[test]
fn a_loader_has_both_prompts_as_texts() {
    let loader = node("Efficient Loader", &json!({"ckpt_name": "x", "positive": "a cat", "negative": "dog"}));
    let graph = json!({"3": sampler(&json!(["1", 1]), &json!(["1", 2]), "1"), "1": loader});
    assert_eq!(certain(&graph), [positive("a cat"), negative("dog")]);
}

#[test]
fn what_is_combined_is_each_text_in_order() {
    let graph = with_positive(&json!({
        "6": node("ConditioningCombine", &json!({"conditioning_2": ["11", 0], "conditioning_1": ["10", 0]})),
        "10": node("ConditioningConcat", &json!({"conditioning_from": ["13", 0], "conditioning_to": ["12", 0]})),
        "11": node("ConditioningSetArea", &json!({"width": 8, "conditioning": ["14", 0]})),
        "12": text("a"), "13": text("b"), "14": text("c"),
    }));
    assert_eq!(certain(&graph), [positive("a"), positive("b"), positive("c"), negative("dog")]);
    let twice = with_positive(&json!({
        "6": node("ConditioningCombine", &json!({"conditioning_1": ["12", 0], "conditioning_2": ["12", 0]})),
        "12": text("a"),
    }));
    assert_eq!(certain(&twice), [positive("a"), negative("dog")]);
}

/// A text encoder whose text is linked to node 8.
fn linked(nodes: &Value) -> Value {
    let mut graph =
        with_positive(&json!({"6": node("CLIPTextEncode", &json!({"text": ["8", 0], "clip": ["4", 1]}))}));
    graph.as_object_mut().unwrap().extend(nodes.as_object().unwrap().clone());
    graph
}

#[test]
fn a_text_comes_from_other_nodes() {
    let join = |a: Value, b: Value| {
        node("StringConcatenate", &json!({"string_a": a, "string_b": b, "delimiter": ", "}))
    };
    let graph = linked(&json!({
        "8": join(json!("a"), json!(["9", 0])), "9": join(json!(["10", 0]), json!("c")),
        "10": node("PrimitiveStringMultiline", &json!({"value": "b"})),
    }));
    assert_eq!(certain(&graph), [positive("a, b, c"), negative("dog")]);
    for made in [
        node("String Literal", &json!({"string": "a"})),
        node("Text Multiline", &json!({"text": "a"})),
        node(
            "ImpactWildcardProcessor",
            &json!({"wildcard_text": "{a|b}", "populated_text": "a", "mode": "fixed", "seed": 3}),
        ),
        node("ShowText|pysssss", &json!({"text": ["9", 0], "text_0": "old"})),
        node("Reroute", &json!({"": ["9", 0]})),
    ] {
        let graph = linked(&json!({"8": made, "9": node("PrimitiveString", &json!({"value": "a"}))}));
        assert_eq!(certain(&graph), [positive("a"), negative("dog")], "{made}");
    }
}

#[test]
fn a_text_that_a_node_changes_is_not_certain() {
    for changed in [
        node("StringReplace", &json!({"string": "a", "find": "a", "replace": "b"})),
        node("StringSubstring", &json!({"string": "a", "start": 0, "end": 1})),
        node("BLIP", &json!({"prompt": "a", "image": ["9", 0]})),
        node("TwoTexts", &json!({"text": "a", "string": ""})),
    ] {
        assert_eq!(uncertain(&linked(&json!({"8": changed}))), ["dog", "a"], "{changed}");
    }
    let switch = node("ImpactSwitch", &json!({"select": 1, "input1": ["9", 0], "input2": ["10", 0]}));
    let value = |text| node("PrimitiveString", &json!({"value": text}));
    let graph = linked(&json!({"8": switch, "9": value("a"), "10": value("b")}));
    assert_eq!(uncertain(&graph), ["dog", "a", "b"]);
}

#[test]
fn circles_end() {
    let reroute = |to: &str| node("Reroute", &json!({"": [to, 0]}));
    assert_eq!(uncertain(&with_positive(&json!({"6": reroute("8"), "8": reroute("6")}))), ["dog"]);
    assert_eq!(uncertain(&linked(&json!({"8": reroute("9"), "9": reroute("8")}))), ["dog"]);
    let guider = json!({
        "3": node("SamplerCustomAdvanced", &json!({"guider": ["4", 0]})), "4": reroute("4"), "7": text("dog"),
    });
    assert_eq!(uncertain(&guider), ["dog"]);
    let samplers = json!({
        "1": sampler(&json!(["7", 0]), &json!(["7", 0]), "2"), "2": sampler(&json!(["7", 0]), &json!(["7", 0]), "1"),
        "7": text("dog"),
    });
    assert_eq!(uncertain(&samplers), ["dog"]);
}

#[test]
fn samplers_side_by_side_have_to_agree() {
    let graph = |second: &str| {
        json!({
            "1": sampler(&json!(["10", 0]), &json!(["9", 0]), "5"), "2": sampler(&json!([second, 0]), &json!(["9", 0]), "5"),
            "10": text("b"), "11": text("c"), "9": text("a"),
        })
    };
    assert_eq!(certain(&graph("10")), [positive("b"), negative("a")]);
    assert_eq!(uncertain(&graph("11")), ["a", "b", "c"]);
    // One whose picture goes nowhere does not run.
    let mut saved = graph("11");
    saved["6"] = node("VAEDecode", &json!({"samples": ["2", 0]}));
    assert_eq!(certain(&saved), [positive("c"), negative("a")]);
}

#[test]
fn what_python_writes_by_mistake_is_read() {
    let graph = r#"{"3": {"class_type": "KSampler", "is_changed": [NaN], "inputs": {"seed": -Infinity, "positive": ["6", 0]}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "\ud83c\udfef NaN \ud83c"}}}"#;
    let wanted = [positive("\u{1F3EF} NaN \u{FFFD}")];
    assert_eq!(places(graph.as_bytes()), (Walk::Certain, wanted.to_vec()));
    assert!(is_graph(graph.as_bytes()));
    let with_mark = format!("\u{FEFF}{graph}");
    assert_eq!(places(with_mark.as_bytes()).0, Walk::Certain);
}

#[test]
fn a_graph_that_is_shown_has_its_values_without_names() {
    let graph = json!({
        "last_node_id": 9, "last_link_id": 5, "version": 0.4,
        "nodes": [
            {"id": 3, "type": "KSampler", "mode": 0, "widgets_values": [1, "fixed", 20], "inputs": [
                {"name": "positive", "type": "CONDITIONING", "link": 1}, {"name": "negative", "link": 2},
                {"name": "latent_image", "link": 4}]},
            {"id": 4, "type": "KSampler", "mode": 4, "inputs": [{"name": "positive", "link": 2}, {"name": "latent_image", "link": 9}]},
            {"id": 6, "type": "CLIPTextEncode", "inputs": [{"name": "text", "widget": {"name": "text"}, "link": 3}], "widgets_values": ["old"]},
            {"id": 7, "type": "CLIPTextEncode", "inputs": [{"name": "clip", "link": null}], "widgets_values": ["dog"]},
            {"id": 8, "type": "PrimitiveNode", "widgets_values": ["a cat", "fixed"]},
            {"id": 9, "type": "CLIPTextEncode", "mode": 2, "widgets_values": ["muted"]},
        ],
        "links": [[1, 6, 0, 3, 0, "CONDITIONING"], {"id": 2, "origin_id": 7, "origin_slot": 0}, [3, 8, 0, 6, 0, "STRING"], [4, 5, 0, 3, 2, "LATENT"]],
    });
    assert_eq!(certain(&graph), [positive("a cat"), negative("dog")]);
    let mut lone = graph;
    lone["links"] = json!([]);
    lone["nodes"][0]["widgets_values"] = json!({"text": "by name"});
    assert_eq!(uncertain(&lone), ["by name", "old", "dog", "a cat"]);
}

#[test]
fn errors_say_what_is_wrong() {
    let error = |bytes: &[u8]| read_graph(bytes).unwrap_err().to_string();
    assert_eq!(error(b"{\"a\": "), "this is no JSON: EOF while parsing a value at line 1 column 6");
    assert_eq!(error(b"{\"a\": \xFF}"), "this is not UTF-8 at byte offset 6");
    assert_eq!(error(b"[1, 2]"), "this JSON is no graph of ComfyUI");
    assert_eq!(
        error(b"{\"1\": {\"class_type\": \"A\", \"inputs\": {}}}"),
        "this ComfyUI graph has no prompt"
    );
    assert_eq!(
        error(&vec![b' '; (64 << 20) + 1]),
        "this is longer than 67108864 bytes, which no ComfyUI graph is"
    );
    let deep = format!("{{\"a\": {}", "[".repeat(1_000_000));
    assert!(matches!(read_graph(deep.as_bytes()), Err(GraphError::NotJson { .. })));
}

#[test]
fn a_document_is_a_graph_by_its_keys() {
    for graph in [
        r#"{"3": {"inputs": {"a": {"b": [[[[1]]]]}}, "class_type": "K"#,
        r#" {"client_id": "a", "prompt": {"3": {"class_type": "A", "inputs": {"#,
        r#"{"id": "x", "last_node_id": 3, "nodes": ["#,
        r#"{"nodes": [{"id": 3, "type": "A", "pos": [1, 2]}], "links": ["#,
        r#"{"3": {"class_type": "\"}{", "x": NaN, "inputs": {}}}"#,
    ] {
        assert!(is_graph(graph.as_bytes()), "{graph}");
    }
    for other in [
        "",
        "{",
        r#"["class_type", "inputs"]"#,
        r#"{"class_type": "A", "inputs": {}}"#,
        r#"{"a": "class_type", "b": {"c": "inputs"}}"#,
        r#"{"3": {"class_type": "A"}, "4": {"inputs": {}}}"#,
        r#"{"a": 1} {"3": {"class_type": "A", "inputs": {}}}"#,
        r#"{"directed": false, "nodes": [{"id": 1, "type": "a"}], "links": [{"source": 1, "target": 2}]}"#,
        r#"{"id": "x", "nodes": {}, "edges": []}"#,
        r#"{"prompt": "class_type", "negative_prompt": "inputs"}"#,
    ] {
        assert!(!is_graph(other.as_bytes()), "{other}");
    }
}

#[test]
fn hostile_graphs_end_soon() {
    // Joined with themselves, two to the power of so many texts.
    let mut graph = linked(&json!({}));
    for id in 8..400 {
        let next = (id + 1).to_string();
        let join = json!({"string_a": [next, 0], "string_b": [next, 0], "delimiter": "x"});
        graph[id.to_string()] = node("StringConcatenate", &join);
    }
    assert_eq!(uncertain(&graph).first().map(String::as_str), Some("dog"));
    // One long text that many encode.
    let mut graph = json!({"1": node("PrimitiveString", &json!({"value": "x".repeat(1 << 20)}))});
    for id in 2..2000 {
        graph[id.to_string()] = node("CLIPTextEncode", &json!({"text": ["1", 0]}));
    }
    let length: usize = uncertain(&graph).iter().map(String::len).sum();
    assert!(length <= 65 << 20, "{length}");
    // Many samplers behind a long row of nodes.
    let mut graph = json!({"0": text("a")});
    for id in 1..200 {
        graph[id.to_string()] = node("Reroute", &json!({"": [(id - 1).to_string(), 0]}));
    }
    for id in 1000..20000 {
        graph[id.to_string()] = sampler(&json!(["199", 0]), &json!(["0", 0]), "5");
    }
    assert_eq!(uncertain(&graph), ["a"]);
}

/// Any JSON that has the keys of graphs.
fn any_graph() -> impl Strategy<Value = Value> {
    let name = prop::sample::select(vec![
        "positive",
        "negative",
        "guider",
        "conditioning",
        "conditioning_1",
        "text",
        "text_g",
        "clip_l",
        "string_a",
        "string_b",
        "delimiter",
        "seed",
        "latent_image",
        "samples",
        "value",
        "populated_text",
    ]);
    let input = prop_oneof![
        4 => (0..12_u8, 0..3_u8).prop_map(|(id, slot)| json!([id.to_string(), slot])),
        2 => "[a-c]{0,2}".prop_map(Value::from),
        1 => prop::sample::select(vec![json!(null), json!(1), json!([1]), json!({"a": []}), json!(["1", -1])]),
    ];
    let class = prop::sample::select(vec![
        "KSampler",
        "CLIPTextEncode",
        "StringConcatenate",
        "Reroute",
        "ConditioningZeroOut",
    ]);
    let inputs = prop::collection::btree_map(name, input, 0..5);
    let node = (class, inputs).prop_map(|(class, inputs)| json!({"class_type": class, "inputs": inputs}));
    prop::collection::btree_map((0..12_u8).prop_map(|id| id.to_string()), node, 1..12)
        .prop_map(|nodes| json!(nodes))
}

proptest! {
    #[test]
    fn any_graph_is_read(graph in any_graph()) {
        let text = graph.to_string();
        prop_assert!(is_graph(text.as_bytes()));
        match read_graph(text.as_bytes()) {
            Ok(picture) => {
                prop_assert!(!picture.prompts.is_empty());
                let is_certain = picture.walk == Walk::Certain;
                prop_assert!(picture.prompts.iter().all(|prompt| prompt.polarity.is_some() == is_certain));
            }
            Err(error) => prop_assert_eq!(error, GraphError::NoPrompt),
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in "([{}\\[\\]\",:\\\\a1 ]|\"(nodes|links|class_type|inputs|prompt)\": ?|NaN|\\\\ud83c){0,40}") {
        let _ = is_graph(bytes.as_bytes());
        // What is read at all begins as what is read.
        if read_graph(bytes.as_bytes()).is_ok() {
            prop_assert!(is_graph(bytes.as_bytes()));
        }
    }
}

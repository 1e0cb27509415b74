//! The passages that a retrieval found, as they are shown.

use parlance_protocol::{Docs, Document, DocumentMetadata};

use crate::model::Citation;

const DOWNLOAD: &str = "/api/proxy/down?";

/// The hits, in their order, each once. `origin` is the agent's `https://host:port`, or empty when nobody knows it.
pub(super) fn citations(docs: &Docs, origin: &str) -> Vec<Citation> {
    let mut seen: Vec<&str> = Vec::new();
    let mut citations: Vec<Citation> = Vec::new();
    for hit in &docs.output_list {
        let segment = hit.metadata.segment_id.as_str();
        let citation = citation(hit, origin);
        let known = if segment.is_empty() { citations.contains(&citation) } else { seen.contains(&segment) };
        if known || citation == Citation::default() {
            continue;
        }
        seen.push(segment);
        citations.push(citation);
    }
    citations
}

fn citation(hit: &Document, origin: &str) -> Citation {
    let about = &hit.metadata;
    let document = if about.document_name.is_empty() { &about.dataset_name } else { &about.document_name };
    Citation {
        document: document.clone(),
        dataset: about.dataset_name.clone(),
        text: hit.output.clone(),
        score: about.score.map(score).unwrap_or_default(),
        link: link(about, origin),
        page: about.orientations.iter().find_map(|place| u32::try_from(place.page_number).ok()).unwrap_or_default(),
    }
}

/// Scales differ between retrievers, so nothing is made of the number but a short text.
fn score(score: f64) -> String {
    if score != 0.0 && score.abs() < 0.01 { format!("{score:.4}") } else { format!("{score:.2}") }
}

/// An http(s) address of the document, else the anonymous download of its object, else nothing.
fn link(about: &DocumentMetadata, origin: &str) -> String {
    for url in [about.document_url.trim(), about.document_obs_url.trim()] {
        match (url.find(DOWNLOAD), is_web(url)) {
            // The platform likes to name its own, inner host here.
            (Some(at), _) if !origin.is_empty() => return format!("{origin}{}", &url[at..]),
            (_, true) => return url.to_owned(),
            _ => {}
        }
    }
    let object = about.document_obs_url.trim();
    if object.is_empty() || origin.is_empty() || object.contains(DOWNLOAD) {
        return String::new();
    }
    format!("{origin}{DOWNLOAD}Action=Download&Version=2022-01-01&Path={}&IsAnonymous=true", percent(object))
}

fn is_web(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, rest)| {
        !rest.is_empty() && (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
    })
}

fn percent(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://agents.example.edu";

    fn docs(json: &str) -> Docs {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_passage_has_a_name_a_place_and_a_score() {
        let found = citations(
            &docs(
                r#"{"outputList":[{"output":"九月开学","metadata":{"score":0.8234,"dataset_name":"校历","document_name":"校历 2026.pdf",
                "orientations":[{"page_number":3,"rects":[[1,2]]}]}},{"output":"问与答","metadata":{"dataset_name":"常见问题"}}]}"#,
            ),
            ORIGIN,
        );
        assert_eq!(found[0].document, "校历 2026.pdf");
        assert_eq!((found[0].score.as_str(), found[0].page, found[0].link.as_str()), ("0.82", 3, ""));
        assert_eq!((found[1].document.as_str(), found[1].score.as_str()), ("常见问题", ""));
    }

    #[test]
    fn a_link_is_an_address_or_a_download_at_the_agents_own_origin() {
        for (url, object, link) in [
            ("https://a.example/b", "x/y", "https://a.example/b"),
            ("javascript:alert(1)", "", ""),
            ("file:///etc/passwd", "", ""),
            ("", "", ""),
            (
                "",
                "桶/a b.pdf",
                "https://agents.example.edu/api/proxy/down?Action=Download&Version=2022-01-01&Path=%E6%A1%B6%2Fa%20b.pdf&IsAnonymous=true",
            ),
            ("http://inner:8080/api/proxy/down?Path=a", "", "https://agents.example.edu/api/proxy/down?Path=a"),
            ("", "/api/proxy/down?Path=a", "https://agents.example.edu/api/proxy/down?Path=a"),
        ] {
            let about =
                DocumentMetadata { document_url: url.into(), document_obs_url: object.into(), ..Default::default() };
            assert_eq!(super::link(&about, ORIGIN), link, "{url} {object}");
        }
        let about = DocumentMetadata { document_obs_url: "x".into(), ..Default::default() };
        assert_eq!(super::link(&about, ""), "", "no origin, no link");
    }

    #[test]
    fn the_same_passage_counts_once_and_two_of_one_document_count_twice() {
        let found = citations(
            &docs(
                r#"[{"output":"a","metadata":{"segment_id":"1","score":0.9}},{"output":"a","metadata":{"segment_id":"1","score":0.5}},
                {"output":"b","metadata":{"segment_id":"2"}},{"output":"c"},{"output":"c"},{"output":"d"},{}]"#,
            ),
            ORIGIN,
        );
        assert_eq!(found.iter().map(|hit| hit.text.as_str()).collect::<Vec<_>>(), ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_score_is_short() {
        assert_eq!(
            [0.82, 0.819_999_99, 12.5, 0.0031, 0.0, -3.0].map(score),
            ["0.82", "0.82", "12.50", "0.0031", "0.00", "-3.00"]
        );
    }
}

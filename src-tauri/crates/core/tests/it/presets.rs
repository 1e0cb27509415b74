use parlance_core::{Preset, ProblemCode};

use crate::desk::Desk;
use crate::variables::{college, values};

impl Desk {
    async fn presets(&self) -> Vec<Preset> {
        self.profile.snapshot().await.unwrap().agents.remove(0).presets
    }

    async fn keep(&self, name: &str, given: &[(&str, &str)]) {
        self.profile.save_preset(self.agent, name.into(), values(given)).await.unwrap();
    }
}

#[tokio::test]
async fn values_are_kept_under_a_name_changed_renamed_and_forgotten() {
    let desk = Desk::with(college()).await;
    desk.keep(" Law student ", &[("name", "Li"), ("college", "Law"), ("about", " ")]).await;
    desk.keep("计算机", &[("college", "计算机")]).await;
    desk.keep("Law student", &[("college", "Law")]).await;
    let desk = desk.reopened().await;
    let kept = desk.presets().await;
    let shown: Vec<_> = kept.iter().map(|preset| (preset.name.as_str(), preset.values.clone())).collect();
    assert_eq!(
        shown,
        [("Law student", values(&[("college", "Law")])), ("计算机", values(&[("college", "计算机")]))],
        "a name is used once, and its values are the last"
    );

    let rename = async |name: &str| desk.profile.rename_preset(kept[0].id, name.into()).await;
    assert_eq!(rename("计算机").await.unwrap_err().problem().code, ProblemCode::Refused);
    assert_eq!(rename("  ").await.unwrap_err().problem().code, ProblemCode::Refused);
    rename("法学院").await.unwrap();
    desk.profile.remove_preset(kept[1].id).await.unwrap();
    assert_eq!(desk.presets().await.iter().map(|preset| preset.name.as_str()).collect::<Vec<_>>(), ["法学院"]);
    let gone = desk.profile.remove_preset(kept[1].id).await.unwrap_err().problem();
    assert_eq!(gone.code, ProblemCode::Gone);
    assert_eq!(desk.reopened().await.presets().await.len(), 1);
}

#[tokio::test]
async fn presets_go_with_their_agent() {
    let desk = Desk::with(college()).await;
    desk.keep("Law", &[("college", "Law")]).await;
    let preset = desk.presets().await.remove(0).id;
    desk.profile.remove_agent(desk.agent).await.unwrap();
    assert_eq!(desk.profile.remove_preset(preset).await.unwrap_err().problem().code, ProblemCode::Gone);
}

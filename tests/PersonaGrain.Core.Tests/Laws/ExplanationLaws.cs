using PersonaGrain.Conditions.Explaining;

namespace PersonaGrain.Laws;

/// <summary>A segment taken apart says what the segment says.</summary>
public sealed class ExplanationLaws
{
    private static readonly Profiles.ProfileMachine Machine = LawStanding.Machine(LawCatalog.Document);

    [Fact]
    public void ExplainSegment_holds_where_the_profile_is_in_the_segment_and_its_parts_add_up() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var player = new Player(Machine);
        foreach (var arrival in arrivals)
        {
            player.Call(arrival.ReceivedAt, arrival.Signal);
        }

        foreach (var segment in LawCatalog.Document.Segments.Keys)
        {
            var finding = Machine.ExplainSegment(player.State, segment, player.Now);
            finding.Holds.ShouldBe(player.Segments.Contains(segment), segment);
            ShouldAddUp(finding);
        }
    }, runs: 40);

    [Fact]
    public void ExplainSegment_tells_what_was_found()
    {
        var player = new Player(LawCatalog.Document);
        player.Observe("order", null, 12.5, A.Set("tier", Signals.AttributeValue.Of("tin")));

        Found(player, "total").ShouldBe(["""{"measure":"order","sum":{"atLeast":150}}: 12.5"""]);
        Found(player, "keen").ShouldBe(["""{"measure":"view","count":{"atLeast":3},"within":"1m"}: 0"""]);
        Found(player, "window").ShouldBe(["""{"measure":"login","lastSeen":{"within":"90s","olderThan":"30s"}}: never"""]);
        Found(player, "gold").ShouldBe(["""{"trait":"tier","is":"gold"}: tin""", """{"segment":"calm","is":true}: in"""]);
    }

    private static string[] Found(Player player, string segment) =>
        [.. Leaves(player.Machine.ExplainSegment(player.State, segment, player.Now)).Select(leaf => $"{leaf.Condition}: {leaf.Found}")];

    private static IEnumerable<ConditionFinding> Leaves(ConditionFinding finding) => finding.Found is not null ? [finding] : finding.Parts.SelectMany(Leaves);

    private static void ShouldAddUp(ConditionFinding finding)
    {
        bool? sum = finding.Condition switch
        {
            "all" => finding.Parts.All(part => part.Holds),
            "any" => finding.Parts.Any(part => part.Holds),
            "not" => !finding.Parts[0].Holds,
            _ => null,
        };
        (sum ?? finding.Holds).ShouldBe(finding.Holds);
        foreach (var part in finding.Parts)
        {
            ShouldAddUp(part);
        }
    }
}

using PersonaGrain.Conditions.Explaining;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Laws;

/// <summary>A segment taken apart says what the segment says.</summary>
public sealed class ExplanationLaws
{
    private static readonly ProfileId Ada = ProfileId.Parse("ada");
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
    public void Why_says_what_the_verdict_says_and_every_part_stands_exactly_until_it_says() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var player = new Player(Machine);
        foreach (var arrival in arrivals)
        {
            player.Call(arrival.ReceivedAt, arrival.Signal);
        }

        foreach (var segment in LawCatalog.Document.Segments.Keys)
        {
            var answer = Machine.Why(Ada, player.State, segment, player.Now);
            answer.IsIn.ShouldBe(player.Segments.Contains(segment), segment);
            answer.Why.Holds.ShouldBe(answer.IsIn, segment);
            foreach (var until in Parts(answer.Why).Select(part => part.Until).OfType<Instant>().Distinct().Order().Take(4))
            {
                var (state, effects) = (ProfileMachine.Copy(player.State), new TurnEffects());
                Machine.Advance(state, until - new TimeSpan(1), effects);
                ConditionFinding[] before = [.. Parts(Machine.ExplainSegment(state, segment, until - new TimeSpan(1)))];
                Machine.Advance(state, until, effects);
                ConditionFinding[] then = [.. Parts(Machine.ExplainSegment(state, segment, until))];
                foreach (var (place, part) in Parts(answer.Why).Index().Where(part => part.Item.Until == until))
                {
                    before[place].Holds.ShouldBe(part.Holds, $"{segment}: {part.Condition} before {until}");
                    then[place].Holds.ShouldBe(!part.Holds, $"{segment}: {part.Condition} at {until}");
                }
            }
        }
    }, runs: 25);

    [Fact]
    public void Why_tells_of_what_decides_what_it_takes()
    {
        var player = new Player(LawCatalog.Document);
        player.Observe("order", null, 12.5);
        Takes(player, "total").ShouldBe(["137.5 more from order"]);
        Takes(player, "keen").ShouldBe(["3 more view"]);
        player.Observe("view");
        var leaves = player.Now + TimeSpan.FromMinutes(1);
        Takes(player, "keen").ShouldBe([$"2 more view before {leaves}"]);
        player.Observe("view");
        player.Segments.ShouldNotContain("keen");
        player.Observe("view");
        player.Segments.ShouldContain("keen");
        Takes(player, "keen").Single().ShouldEndWith($"more view before {leaves}");
    }

    private static string?[] Takes(Player player, string segment) =>
        [.. Parts(player.Machine.Why(Ada, player.State, segment, player.Now).Why).Where(part => part is { Decides: true, Parts.Count: 0 }).Select(part => part.Takes)];

    private static IEnumerable<ConditionFinding> Parts(ConditionFinding finding) => finding.Parts.SelectMany(Parts).Prepend(finding);

    [Fact]
    public void ExplainSegment_tells_what_was_found()
    {
        var player = new Player(LawCatalog.Document);
        player.Observe("order", null, 12.5, A.Set("tier", AttributeValue.Of("tin")));

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

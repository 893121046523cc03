using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Decisions;

public sealed class DecideTests
{
    private static readonly ProfileId Id = ProfileId.Parse("somebody");
    private static readonly ConditionDocument Over25 = A.Trait("age", A.Test(ValueOperator.Above, 25));
    private static readonly ConditionDocument Over35 = A.Trait("age", A.Test(ValueOperator.Above, 35));

    private static readonly Content[] Contents =
    [
        Content("fishing_over_25", ["fishing"], Over25),
        Content("custom_and_fishing", ["fishing"], (Over25, 100)),
        Content("tennis", ["tennis"]),
        Content("cars_football_over_25", ["cars", "football"], Over25),
        Content("football_over_25_or_35", ["football"], Over25, Over35),
        Content("cars", ["cars"]),
        Content("tennis_over_25", ["tennis"], Over25),
        Content("football_cars", ["football", "cars"], Over35),
    ];

    [Fact]
    public void Decide_peer_case_ranks_and_drops_as_the_peer_does()
    {
        var decided = Decide(With(("age", 30), ("cars", 50), ("football", 40), ("tennis", 30), ("fishing", 20)));

        decided.Ranked.Select(content => content.Score).ShouldBe([120, 91, 90, 50, 41, 31, 30]);
        var dropped = decided.Dropped.ShouldHaveSingleItem();
        (dropped.Id, dropped.Score).ShouldBe(("fishing_over_25", 21));
        dropped.Why.ShouldContain("threshold");
        decided.Ranked[1].Reasons.ShouldBe([new("interest:cars", 50), new("interest:football", 40), new("filter:0", 1)]);
    }

    [Fact]
    public void Decide_without_interests_leaves_the_custom_content() =>
        Decide(With(("age", 30))).Ranked.Select(content => (content.Id, content.Score)).ShouldBe([("custom_and_fishing", 100)]);

    [Fact]
    public void Decide_by_a_sequence_that_profiles_do_not_keep_is_a_fault()
    {
        var kept = new ConditionDocument.Sequence([A.Measure("view"), A.Measure("order")], TimeSpan.FromHours(1), TimeSpan.FromDays(1));
        var machine = A.Machine(A.Catalog(("bought", kept)));
        var state = machine.Create(A.Start);
        DecisionRequest Request(ConditionDocument when) => new() { Contents = [Content("a", []) with { When = when }] };

        machine.Decide(Id, state, Request(kept with { Tests = [A.AtLeast(3)] }), A.Start).ShouldBeOfType<DecisionResult.Decided>();
        var faulty = machine.Decide(Id, state, Request(kept with { Within = TimeSpan.FromHours(2) }), A.Start).ShouldBeOfType<DecisionResult.Faulty>();
        faulty.Faults.ShouldHaveSingleItem().Message.ShouldContain("profiles do not keep this sequence");
    }

    [Fact]
    public void Decide_empty_profile_gets_nothing_even_where_a_base_passes_the_threshold() =>
        Decide(null, new DecisionRequest { Contents = [.. Contents, Content("base", []) with { Base = 100 }], Threshold = 25 }).Ranked.ShouldBeEmpty();

    [Fact]
    public void Decide_nothing_left_shows_the_fallback()
    {
        var decided = Decide(null, new DecisionRequest { Contents = Contents, Threshold = 25, Fallback = "cars" });

        decided.UsedFallback.ShouldBeTrue();
        decided.Ranked.ShouldHaveSingleItem().Id.ShouldBe("cars");
    }

    [Fact]
    public void Decide_content_whose_condition_does_not_hold_is_left_out()
    {
        var request = new DecisionRequest { Contents = [Content("young", []) with { When = A.Not(Over25), Base = 1 }, Content("any", [])] };

        Decide(With(("age", 30)), request).Ranked.Select(content => content.Id).ShouldBe(["any"]);
    }

    [Fact]
    public void Decide_control_group_sees_the_input_order_and_stays()
    {
        var all = Decide(With(("cars", 50)), new DecisionRequest { Contents = Contents, Threshold = 25, Control = new ControlGroup("test", 100) });
        all.InControlGroup.ShouldBeTrue();
        all.Ranked.Select(content => content.Id).ShouldBe(Contents.Select(content => content.Id));

        var half = new DecisionRequest { Contents = Contents, Control = new ControlGroup("test", 50) };
        var machine = A.Machine(A.Catalog());
        bool IsIn(int profile) => machine.Decide(ProfileId.Parse($"profile-{profile}"), null, half, A.Start).ShouldBeOfType<DecisionResult.Decided>().InControlGroup;
        var members = Enumerable.Range(0, 1_000).Select(IsIn).ToArray();
        members.Count(isIn => isIn).ShouldBeInRange(430, 570);
        Enumerable.Range(0, 1_000).Select(IsIn).ShouldBe(members);
    }

    [Fact]
    public void Decide_asking_for_what_is_not_tallied_names_every_fault()
    {
        var request = new DecisionRequest
        {
            Contents =
            [
                Content("a", [], A.Count("unheard_of", A.AtLeast(1))),
                Content("b", [], A.Count("view", A.AtLeast(5), TimeSpan.FromDays(1))),
                Content("c", [], A.Sum("order", A.AtLeast(5), TimeSpan.FromDays(90))),
                Content("d", []) with { ScoreWeights = new Dictionary<string, double> { ["none"] = 1 } },
                Content("e", [], A.Count("view", A.AtLeast(1)), A.Count("view", A.AtLeast(3), TimeSpan.FromDays(90))),
            ],
        };
        var machine = A.Machine(A.Catalog(("keen", A.Count("view", A.AtLeast(3), TimeSpan.FromDays(1)))));

        var faulty = machine.Decide(Id, null, request, A.Start).ShouldBeOfType<DecisionResult.Faulty>();

        faulty.Faults.Select(fault => fault.Path).ShouldBe(
            ["$.contents[0].filters[0].when", "$.contents[1].filters[0].when", "$.contents[2].filters[0].when", "$.contents[3].scoreWeights"]);
        faulty.Faults[1].Message.ShouldContain("add a measure");
    }

    private static DecisionResult.Decided Decide(Player? player, DecisionRequest? request = null)
    {
        var machine = player?.Machine ?? A.Machine(A.Catalog());
        return machine.Decide(Id, player?.State, request ?? new DecisionRequest { Contents = Contents, Threshold = 25 }, A.Start).ShouldBeOfType<DecisionResult.Decided>();
    }

    private static Player With(params (string Name, double Value)[] traits)
    {
        var player = new Player(A.Catalog());
        player.Observe("view", null, null, [.. traits.Select(trait => A.Set(trait.Name == "age" ? "age" : "interests." + trait.Name, AttributeValue.Of(trait.Value)))]);
        return player;
    }

    private static Content Content(string id, string[] interests, params ConditionDocument[] filters) =>
        new(id, null, interests, [.. filters.Select(filter => new ContentFilter(filter))], new Dictionary<string, double>());

    private static Content Content(string id, string[] interests, (ConditionDocument When, double Points) filter) =>
        new(id, null, interests, [new ContentFilter(filter.When, filter.Points)], new Dictionary<string, double>());
}

using PersonaGrain.Catalogs;
using PersonaGrain.Decisions;
using PersonaGrain.Grid;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Ranking contents for a profile: the cases of Apache Unomi's content ranking.</summary>
public abstract class DecideContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private static readonly Content[] Contents =
    [
        Shown("tennis", ["tennis"]),
        Shown("cars", ["cars"]),
        Shown("fishing", ["fishing"], OlderThan(25)),
        Shown("football", ["football"], OlderThan(25), OlderThan(35)),
        Shown("cars-and-football", ["cars", "football"]),
        Shown("custom", ["fishing"], OlderThan(25, points: 100)),
        Shown("tennis-grown-up", ["tennis"], OlderThan(25), OlderThan(35)),
        Shown("everything", ["cars", "football"], OlderThan(25)),
    ];

    private static Content Shown(string id, string[] interests, params ContentFilter[] filters) =>
        new(id, null, interests, filters, new Dictionary<string, double>());

    private static ContentFilter OlderThan(double age, double points = 1) =>
        new(new ConditionDocument.Trait("age", [new ValueTest(ValueOperator.Above, [Some.Value(age)])]), points);

    private async Task<DecisionResult.Decided> DecideAsync(DecisionRequest request, string profile = "ada") =>
        (await Grid.DecideAsync(Some.Profile(profile), request, Deadline)).ShouldBeOfType<DecisionResult.Decided>();

    private static Observation Person(string id, params (string Interest, int Value)[] interests) => Some.Observation(
        id, traits: [Some.Trait("age", 30), .. interests.Select(one => Some.Trait($"interests.{one.Interest}", one.Value))]);

    private async Task StartWithPersonAsync()
    {
        await StartAsync(Some.Catalog());
        await ObserveAsync(Person("ada", ("cars", 50), ("football", 40), ("tennis", 30), ("fishing", 20)));
    }

    [ContractFact]
    public async Task Contents_are_ranked_by_interests_and_filters_and_cut_at_the_threshold()
    {
        await StartWithPersonAsync();

        var decided = await DecideAsync(new DecisionRequest { Contents = Contents, Threshold = 25 });

        decided.Ranked.Select(content => content.Score).ShouldBe([120, 91, 90, 50, 41, 31, 30]);
        decided.Ranked.Select(content => content.Id).ShouldBe(
            ["custom", "everything", "cars-and-football", "cars", "football", "tennis-grown-up", "tennis"]);
        var dropped = decided.Dropped.ShouldHaveSingleItem();
        (dropped.Id, dropped.Score).ShouldBe(("fishing", 21));
        dropped.Why.ShouldNotBeNullOrWhiteSpace();
    }

    [ContractFact]
    public async Task Score_of_a_content_is_the_sum_of_its_reasons()
    {
        await StartWithPersonAsync();

        var decided = await DecideAsync(new DecisionRequest { Contents = Contents });

        decided.Ranked.Count.ShouldBe(Contents.Length);
        decided.Ranked.ShouldAllBe(content => Math.Abs(content.Reasons.Sum(reason => reason.Points) - content.Score) < 1e-9);
    }

    [ContractFact]
    public async Task Without_interests_only_the_content_with_points_of_its_own_is_left()
    {
        await StartAsync(Some.Catalog());
        await ObserveAsync(Person("ada"));

        var decided = await DecideAsync(new DecisionRequest { Contents = Contents, Threshold = 25 });

        decided.Ranked.Select(content => (content.Id, content.Score)).ShouldBe([("custom", 100)]);
    }

    [ContractFact]
    public async Task Unknown_profile_is_ranked_as_an_empty_one_and_stays_unknown()
    {
        await StartAsync(Some.Catalog());

        var decided = await DecideAsync(new DecisionRequest { Contents = Contents, Threshold = 25 }, "nobody");

        decided.Ranked.ShouldBeEmpty();
        (await Grid.ProfileAsync(Some.Profile("nobody"), Deadline)).ShouldBeNull();
    }

    [ContractFact]
    public async Task Fallback_is_shown_when_nothing_is_left()
    {
        await StartAsync(Some.Catalog());

        var decided = await DecideAsync(new DecisionRequest { Contents = Contents, Threshold = 25, Fallback = "cars" });

        decided.UsedFallback.ShouldBeTrue();
        decided.Ranked.Select(content => content.Id).ShouldBe(["cars"]);
    }

    [ContractFact]
    public async Task Control_group_of_everyone_sees_the_order_of_the_request()
    {
        await StartWithPersonAsync();

        var decided = await DecideAsync(new DecisionRequest { Contents = Contents, Threshold = 25, Control = new ControlGroup("spring", 100) });

        decided.InControlGroup.ShouldBeTrue();
        decided.Ranked.Select(content => content.Id).ShouldBe(Contents.Select(content => content.Id));
    }

    [ContractFact]
    public async Task Control_group_is_sticky_and_about_as_large_as_asked()
    {
        await StartAsync(Some.Catalog());
        var request = new DecisionRequest { Contents = Contents, Control = new ControlGroup("spring", 30) };
        var first = await GroupsAsync(request);

        await RestartAsync(Day);

        (await GroupsAsync(request)).ShouldBe(first);
        first.Count(inGroup => inGroup).ShouldBeInRange(90, 210);
    }

    [ContractFact]
    public async Task Content_is_left_out_where_its_condition_does_not_hold()
    {
        await StartWithPersonAsync();
        var content = Shown("cars", ["cars"]) with { When = OlderThan(40).When };

        var decided = await DecideAsync(new DecisionRequest { Contents = [content] });

        decided.Ranked.ShouldBeEmpty();
        decided.Dropped.Select(dropped => dropped.Id).ShouldBe(["cars"]);
    }

    [ContractFact]
    public async Task Request_that_names_what_the_catalog_lacks_is_faulty()
    {
        await StartWithPersonAsync();
        var content = Shown("cars", []) with { ScoreWeights = new Dictionary<string, double> { ["absent"] = 1 } };

        var result = await Grid.DecideAsync(Some.Profile(), new DecisionRequest { Contents = [content] }, Deadline);

        result.ShouldBeOfType<DecisionResult.Faulty>().Faults.ShouldNotBeEmpty();
    }

    private async Task<List<bool>> GroupsAsync(DecisionRequest request)
    {
        var groups = new List<bool>();
        for (var index = 0; index < 500; index++)
        {
            groups.Add((await DecideAsync(request, $"visitor-{index}")).InControlGroup);
        }

        return groups;
    }
}

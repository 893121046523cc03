using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Testing.Reference;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>One life of a grid in which people are joined and parted, and what it is to be compared with.</summary>
/// <param name="host">The engine; started by <see cref="LiveAsync"/>.</param>
/// <param name="name">What it is called where it fails.</param>
/// <param name="repeats">Whether ids are repeated; then nobody is parted, since what was taken for a repeat of the person's was never kept, and is nobody's after a parting.</param>
/// <param name="deadline">Ends a life that hangs.</param>
public sealed class JoinLife(GridHost host, string name, bool repeats, CancellationToken deadline)
{
    private static readonly string[] Identities = ["ann", "bea", "anonymous:1", "anonymous:2", "anonymous:3", "anonymous:4"];

    private static readonly CatalogDocument Model = Some.Catalog(
        segments: """
        {
          "viewer": { "priority": 3, "when": { "signal": "product_viewed", "count": { "atLeast": 3 }, "within": "2d" } },
          "buyer": { "priority": 5, "when": { "signal": "order_completed", "sum": { "atLeast": 30 }, "within": "4d" } },
          "regular": { "when": { "signal": "order_completed", "distinct": "department", "count": { "atLeast": 2 }, "within": "3d" } },
          "keen": { "when": { "score": "interest", "atLeast": 12 } },
          "lapsed": { "when": { "signal": "order_completed", "lastSeen": { "olderThan": "36h" } } },
          "abandoner": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 }, "within": "1d" } },
          "quiet": { "when": { "not": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1d" } } },
          "grown_up": { "when": { "all": [ { "trait": "age", "atLeast": 18 }, { "signal": "logged_in", "firstSeen": { "within": "6d" } } ] } }
        }
        """,
        traits: """
        {
          "age": { "type": "number" },
          "spend": { "sum": "order_completed" },
          "basket_2d": { "mean": "order_completed", "within": "2d" },
          "views_1d": { "count": "product_viewed", "within": "1d" },
          "favourite_3d": { "mostFrequent": "department", "of": "product_viewed", "within": "3d" },
          "newest": { "newest": "department", "of": "order_completed", "keep": 2 },
          "streak": { "streak": "product_viewed", "zone": "Europe/Berlin" },
          "visits": { "sessions": "product_viewed", "gap": "2h" }
        }
        """,
        triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "2h", "late": "1h" } }""",
        scores: """{ "interest": { "weights": { "product_viewed": 1, "order_completed": 3, "wishlist_added": -1 } } }""");

    private readonly List<(Instant At, Observation[] Call)> _calls = [];
    private readonly List<HashSet<string>> _people = [.. Identities.Select(identity => new HashSet<string> { identity })];
    private Random _random = new(0);

    /// <summary>Lives it: a step for each chance, which decides what happens in that step.</summary>
    /// <param name="chances">The chances.</param>
    /// <param name="forgets">Whether idle profiles leave memory at once.</param>
    public async Task LiveAsync(IReadOnlyList<int> chances, bool forgets)
    {
        await host.StartAsync(Model, new GridHostOptions { ForgetIdleProfiles = forgets }, deadline);
        for (var step = 0; step < chances.Count; step++)
        {
            _random = new Random(chances[step]);
            await StepAsync(step);
            if (step % 8 == 7)
            {
                await CompareAsync(step);
            }
        }

        await host.AdvanceAsync(TimeSpan.FromDays(1), deadline);
        await CompareAsync(chances.Count);
    }

    private async Task StepAsync(int step)
    {
        var time = TimeSpan.FromSeconds(_random.Next(40_000));
        switch (_random.Next(14))
        {
            case 0:
                await host.CrashAsync(time, deadline);
                break;
            case 1:
                await host.RestartAsync(time, deadline);
                break;
            case 2 or 3 or 4:
                await host.AdvanceAsync(time, deadline);
                break;
            case 5 or 6:
                await LinkAsync();
                break;
            case 7 when !repeats:
                await UnlinkAsync();
                break;
            default:
                await ObserveAsync(step);
                break;
        }
    }

    private async Task ObserveAsync(int step)
    {
        // Of two signals of one time, or of one id, that came at one instant by two identities nobody can say which came first: here none are.
        await host.AdvanceAsync(TimeSpan.FromSeconds(1), deadline);
        var call = Enumerable.Range(0, _random.Next(1, 6)).Select(index => Next($"{step}-{index}", host.Clock.Now - TimeSpan.FromTicks(index)))
            .DistinctBy(static one => one.Signal.Id).ToArray();
        _calls.Add((host.Clock.Now, call));
        var outcomes = (await host.Grid.ObserveAsync(call, deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;
        outcomes.ShouldAllBe(outcome => outcome.Status == ObservationStatus.Accepted || outcome.Status == ObservationStatus.Duplicate);

        // What the call makes due at its own instant happens before the next call of that instant.
        await host.Grid.SettleAsync(deadline);
    }

    private Observation Next(string id, Instant now)
    {
        string[] types = ["product_viewed", "product_viewed", "order_completed", "cart_added", "cart_added", "logged_in", "wishlist_added"];
        TraitChange[] traits = _random.Next(4) == 0 ? [new TraitChange("age", (TraitOperation)_random.Next(1, 5), Some.Value(_random.Next(10, 40)))] : [];
        return Some.Observation(
            Identities[_random.Next(Identities.Length)], types[_random.Next(types.Length)],
            _random.Next(3) == 0 ? now - TimeSpan.FromSeconds(_random.Next(20_000)) : now,
            repeats && _random.Next(8) == 0 ? $"repeated-{_random.Next(10)}" : id, _random.Next(1, 20),
            Some.Attributes(("department", _random.Next(2) == 0 ? "running" : "garden")), traits);
    }

    private async Task LinkAsync()
    {
        var (one, other) = (Identities[_random.Next(Identities.Length)], Identities[_random.Next(Identities.Length)]);
        var (person, joined) = (PersonOf(one), PersonOf(other));
        var result = await host.Grid.LinkAsync([Some.Identity(one), Some.Identity(other)], deadline);
        if (one == other)
        {
            result.ShouldBeOfType<LinkResult.Refused>();
        }
        else if (person == joined)
        {
            result.ShouldBeOfType<LinkResult.AlreadyLinked>();
        }
        else
        {
            result.ShouldBeOfType<LinkResult.Linked>();
            person.UnionWith(joined);
            _people.Remove(joined);
        }
    }

    private async Task UnlinkAsync()
    {
        var identity = Identities[_random.Next(Identities.Length)];
        var person = PersonOf(identity);
        var result = await host.Grid.UnlinkAsync(Some.Identity(identity), deadline);
        if (person.Count == 1)
        {
            result.ShouldBeOfType<UnlinkResult.Refused>().Fault.Reason.ShouldBe("not_linked");
        }
        else
        {
            var parted = result.ShouldBeOfType<UnlinkResult.Unlinked>().Identity.Value;
            person.Remove(parted).ShouldBeTrue();
            _people.Add([parted]);
        }
    }

    private HashSet<string> PersonOf(string identity) => _people.Single(person => person.Contains(identity));

    private async Task CompareAsync(int step)
    {
        await host.Grid.SettleAsync(deadline);
        var oracle = await OracleAsync();
        var (given, expected) = (new List<string>(), new List<string>());
        for (var index = 0; index < _people.Count; index++)
        {
            var wanted = await DescribeAsync(oracle, $"person-{index}");
            foreach (var identity in _people[index])
            {
                given.AddRange((await DescribeAsync(host.Grid, identity)).Select(fact => $"{identity} {fact}"));
                expected.AddRange(wanted.Select(fact => $"{identity} {fact}"));
            }
        }

        foreach (var segment in Model.Segments.Keys)
        {
            given.Add($"{segment}: {(await host.Grid.SegmentAsync(segment, deadline))!.Count} since {await SinceAsync(host.Grid, segment)}");
            expected.Add($"{segment}: {(await oracle.SegmentAsync(segment, deadline))!.Count} since {await SinceAsync(oracle, segment)}");
        }

        var differences = given.Except(expected).Select(line => "- " + line).Concat(expected.Except(given).Select(line => "+ " + line));
        differences.ShouldBeEmpty($"{name}, step {step}: - is the engine's, + that of a grid without joins; people are {string.Join("; ", _people.Select(person => string.Join(", ", person)))}");
    }

    /// <summary>A grid in which each person has one identity, as of now.</summary>
    private async Task<ReferenceGrid> OracleAsync()
    {
        var clock = new ManualTimeProvider();
        var oracle = new ReferenceGrid(new ReferenceStore(), Model, clock, int.MaxValue);
        foreach (var (at, call) in _calls)
        {
            clock.Advance(at - clock.Now);
            await oracle.SettleAsync(deadline);
            await oracle.ObserveAsync([.. call.Select(one => one with { Profile = Some.Profile($"person-{_people.IndexOf(PersonOf(one.Profile.Value))}") })], deadline);
            await oracle.SettleAsync(deadline);
        }

        clock.Advance(host.Clock.Now - clock.Now);
        await oracle.SettleAsync(deadline);
        return oracle;
    }

    /// <summary>What a grid says of a person, a fact each.</summary>
    private async Task<List<string>> DescribeAsync(IProfileGrid grid, string identity)
    {
        if (await grid.ProfileAsync(Some.Profile(identity), deadline) is not { } view)
        {
            return ["unknown"];
        }

        var timeline = (await grid.TimelineAsync(view.Id, 100, deadline)).ShouldNotBeNull();
        return
        [
            $"{view.Signals} signals from {view.FirstSeen} to {view.LastSeen}, segment {view.Segment}, interest {view.Scores["interest"]:F7}, flips {view.NextFlip}",
            .. view.Memberships.Select(membership => $"{membership.Segment} since {membership.Since}"),
            .. view.Traits.Select(trait => trait.ToString()),
            .. timeline.Select(entry => $"{entry.Signal.Type} of {entry.Signal.Time}"),
        ];
    }

    private async Task<string> SinceAsync(IProfileGrid grid, string segment) =>
        string.Join(", ", (await grid.MembersAsync(segment, null, 100, deadline))!.Members.Select(member => member.Since).Order());
}

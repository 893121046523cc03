using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>One life of a grid with accounts, and the plain lists of what happened in it.</summary>
/// <param name="host">The engine; started by <see cref="LiveAsync"/>.</param>
/// <param name="name">What it is called where it fails.</param>
/// <param name="deadline">Ends a life that hangs.</param>
public sealed class AccountLife(GridHost host, string name, CancellationToken deadline)
{
    private static readonly string[] Accounts = ["acme", "globex", "holding", "group"];
    private static readonly string[] People = ["ann", "bea", "cid", "anonymous:1", "anonymous:2"];

    private static readonly CatalogDocument Model = Some.Catalog(
        segments: """
        {
          "fan": { "when": { "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "2d" } },
          "at_surging": { "when": { "account": { "segment": "surging", "is": true } } },
          "buys_for_spender": { "when": { "account": { "segment": "spender", "is": true }, "role": "buyer" } }
        }
        """,
        accounts: """
        {
          "traits": {
            "spend": { "sum": "order_completed" },
            "views_1d": { "count": "product_viewed", "within": "1d" },
            "people": { "members": "count" },
            "buyers": { "members": "count", "role": "buyer" },
            "active": { "members": "count", "activeWithin": "1d" },
            "active_fans": { "members": "count", "segment": "fan", "activeWithin": "3d" },
            "fans": { "members": "share", "segment": "fan" },
            "oldest": { "members": "max", "trait": "age" }
          },
          "segments": {
            "surging": { "when": { "signal": "product_viewed", "count": { "atLeast": 3 }, "within": "2d" } },
            "awake": { "when": { "trait": "active", "atLeast": 2 } },
            "fan_club": { "when": { "trait": "fans", "atLeast": 0.5 } },
            "spender": { "when": { "trait": "spend", "above": 50 } }
          },
          "triggers": { "account_waits": { "after": "cart_added", "unless": "order_completed", "within": "2h" } }
        }
        """);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly List<(string Identity, Signal Signal)> _signals = [];
    private readonly List<HashSet<string>> _people = [.. People.Select(static identity => new HashSet<string> { identity })];
    private readonly HashSet<Instant> _times = [];
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
            await StepAsync();
            if (step % 3 == 2)
            {
                await CompareAsync(step);
            }
        }

        await host.AdvanceAsync(Day, deadline);
        await CompareAsync(chances.Count);
    }

    private async Task StepAsync()
    {
        var span = TimeSpan.FromSeconds(_random.Next(30_000));
        switch (_random.Next(16))
        {
            case 0:
                await host.RestartAsync(span, deadline);
                break;
            case 1:
                await host.CrashAsync(span, deadline);
                break;
            case 2 or 3:
                await LinkAsync();
                break;
            case 4:
                await UnlinkAsync();
                break;
            case 5 or 6 or 7:
                await host.AdvanceAsync(span, deadline);
                break;
            default:
                await ObserveAsync();
                break;
        }
    }

    private async Task ObserveAsync()
    {
        Observation[] call = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Next())];
        (await host.Grid.ObserveAsync(call, deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes
            .ShouldAllBe(outcome => outcome.Status == ObservationStatus.Accepted);
        _signals.AddRange(call.Select(static observation => (observation.Profile.Value, observation.Signal)));
    }

    private Observation Next() => _random.Next(12) == 0 ? OfAccount() : OfIdentity();

    /// <summary>An account comes to belong to another one, or does no longer; rings among them.</summary>
    private Observation OfAccount()
    {
        var (child, parent) = (Accounts[_random.Next(Accounts.Length)], Accounts[_random.Next(2, Accounts.Length)]);
        return new Observation(Some.Profile("account:" + child), Some.Signal(_random.Next(3) == 0 ? "group_left" : "group", Time(), attributes: Some.Attributes(("groupId", parent), ("role", "child"))));
    }

    private Observation OfIdentity()
    {
        var identity = People[_random.Next(People.Length)];
        var account = Some.Attributes(("groupId", Accounts[_random.Next(Accounts.Length)]), ("role", _random.Next(2) == 0 ? "buyer" : "user"));
        return new Observation(Some.Profile(identity), _random.Next(9) switch
        {
            0 or 1 => Some.Signal("group", Time(), attributes: account),
            2 => Some.Signal("group_left", Time(), attributes: account),
            3 => Some.Signal("identified", Time(), traits: [Some.Trait("age", _random.Next(18, 90))]),
            4 => Some.Signal("order_completed", Time(), value: _random.Next(1, 40)),
            5 => Some.Signal("cart_added", Time()),
            _ => Some.Signal("product_viewed", Time()),
        });
    }

    /// <summary>A time of late, or of days ago; no two signals have one.</summary>
    private Instant Time()
    {
        Instant time;
        do
        {
            time = host.Clock.Now - TimeSpan.FromSeconds(_random.Next(3) == 0 ? _random.Next(250_000) : _random.Next(2_000));
        }
        while (!_times.Add(time));

        return time;
    }

    private async Task LinkAsync()
    {
        var (one, other) = (People[_random.Next(3)], People[3 + _random.Next(2)]);
        var people = _people.Where(person => person.Contains(one) || person.Contains(other)).ToArray();
        if (people.Length < 2 || people.Any(static person => person.Count(static identity => !identity.StartsWith("anonymous:", StringComparison.Ordinal)) > 0 && person.Count > 1))
        {
            return;
        }

        (await host.Grid.LinkAsync([Some.Identity(one), Some.Identity(other)], deadline)).ShouldBeOfType<LinkResult.Linked>();
        people[0].UnionWith(people[1]);
        _people.Remove(people[1]);
    }

    private async Task UnlinkAsync()
    {
        var identity = People[_random.Next(People.Length)];
        if (_people.Find(person => person.Contains(identity)) is not { Count: > 1 } person)
        {
            return;
        }

        (await host.Grid.UnlinkAsync(Some.Identity(identity), deadline)).ShouldBeOfType<UnlinkResult.Unlinked>();
        person.Remove(identity);
        _people.Add([identity]);
    }

    private async Task CompareAsync(int step)
    {
        await host.Grid.SettleAsync(deadline);
        await ComparePeopleAsync(step);
        foreach (var account in Accounts)
        {
            var members = _people.Select(OfPerson).Where(person => RoleIn(person, account) is not null).ToArray();
            var where = $"account {account}, {name}, step {step}";
            var view = await host.Grid.ProfileAsync(Some.Profile("account:" + account), deadline);
            var own = OfPerson(["account:" + account]);
            if (members.Length + own.Length == 0)
            {
                view.ShouldBeNull(where);
                continue;
            }

            view.ShouldNotBeNull(where);
            Shown(view).ShouldBe(Expected(account, members, own, view.AsOf), where);
            string.Join(", ", view.Memberships.Select(static membership => membership.Segment).Order(StringComparer.Ordinal)).ShouldBe(Segments(members, view.AsOf), where);
            (await host.Grid.AccountMembersAsync(view.Id, null, 100, deadline)).ShouldNotBeNull().Members.Count.ShouldBe(members.Length, where);
        }
    }

    private async Task ComparePeopleAsync(int step)
    {
        var now = host.Clock.Now;
        var members = Accounts.ToDictionary(static account => account, account => _people.Select(OfPerson).Where(person => RoleIn(person, account) is not null).ToArray());
        foreach (var identity in People)
        {
            var person = OfPerson(_people.Find(people => people.Contains(identity))!);
            if (person.Length > 0)
            {
                var own = Accounts.Where(account => Role(person, account) is not null).ToArray();
                var expected = own.Any(account => Segments(members[account], now).Contains("surging", StringComparison.Ordinal)) ? "at_surging " : string.Empty;
                expected += own.Any(account => Role(person, account) == "buyer" && Segments(members[account], now).Contains("spender", StringComparison.Ordinal)) ? "buys_for_spender" : string.Empty;
                var view = (await host.Grid.ProfileAsync(Some.Profile(identity), deadline)).ShouldNotBeNull();
                string.Join(' ', view.Memberships.Select(static membership => membership.Segment).Where(static segment => segment != "fan").Order(StringComparer.Ordinal))
                    .ShouldBe(expected.Trim(), $"{identity}, {name}, step {step}");
            }
        }
    }

    private Signal[] OfPerson(HashSet<string> person) => [.. _signals.Where(one => person.Contains(one.Identity)).Select(static one => one.Signal)];

    /// <summary>What a person is to an account: by its own signals, else by the nearest of its accounts that belongs to that one.</summary>
    private string? RoleIn(Signal[] person, string account)
    {
        if (Role(person, account) is { } own)
        {
            return own;
        }

        return Accounts.Where(one => Role(person, one) is not null).Select(one => (Account: one, Depth: DepthOf(account, from: one)))
            .Where(static one => one.Depth <= 5).OrderBy(static one => one.Depth).ThenBy(static one => one.Account, StringComparer.Ordinal)
            .Select(one => Role(person, one.Account)).FirstOrDefault();
    }

    /// <summary>How many steps lead from an account to another one that it belongs to; many where none do.</summary>
    private int DepthOf(string account, string from)
    {
        var reached = new HashSet<string> { from };
        for (var depth = 1; depth <= 5; depth++)
        {
            reached = [.. reached.SelectMany(one => Accounts.Where(parent => Role(OfPerson(["account:" + one]), parent) is not null))];
            if (reached.Contains(account))
            {
                return depth;
            }
        }

        return int.MaxValue;
    }

    private static string? Role(Signal[] person, string account) => person
        .Where(signal => signal.Type is "group" or "group_left" && signal.Attributes["groupId"].Text == account)
        .MaxBy(static signal => signal.Time) is { Type: "group" } newest ? newest.Attributes["role"].Text : null;

    private static string Shown(ProfileView view) => string.Join(", ", view.Traits.Where(static trait => trait.Value.IsNumber).OrderBy(static trait => trait.Key, StringComparer.Ordinal)
        .Select(static trait => FormattableString.Invariant($"{trait.Key} {trait.Value.Number:0.######}")).Append($"timeline of {view.FirstSeen} to {view.LastSeen}"));

    private string Expected(string account, Signal[][] members, Signal[] own, Instant now)
    {
        Signal[] all = [.. members.SelectMany(static signals => signals), .. own];
        var ages = members.Select(static person => person.Where(static signal => signal.Type == "identified").MaxBy(static signal => signal.Time)).OfType<Signal>().Select(static signal => signal.Traits[0].Value.Number).ToArray();
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["spend"] = Spend(all),
            ["views_1d"] = Views(all, now, 1),
            ["people"] = members.Length,
            ["buyers"] = members.Count(person => RoleIn(person, account) == "buyer"),
            ["active"] = members.Count(person => IsActive(person, now, 1)),
            ["active_fans"] = members.Count(person => IsActive(person, now, 3) && IsFan(person, now)),
        };
        if (members.Length > 0)
        {
            numbers["fans"] = (double)members.Count(person => IsFan(person, now)) / members.Length;
        }

        if (ages.Length > 0)
        {
            numbers["oldest"] = ages.Max();
        }

        return string.Join(", ", numbers.Select(static number => FormattableString.Invariant($"{number.Key} {number.Value:0.######}"))
            .Append($"timeline of {all.Min(static signal => signal.Time)} to {all.Max(static signal => signal.Time)}"));
    }

    private static string Segments(Signal[][] members, Instant now)
    {
        Signal[] all = [.. members.SelectMany(static signals => signals)];
        return string.Join(", ", new (string Name, bool Holds)[]
        {
            ("awake", members.Count(person => IsActive(person, now, 1)) >= 2),
            ("fan_club", members.Length > 0 && members.Count(person => IsFan(person, now)) * 2 >= members.Length),
            ("spender", Spend(all) > 50),
            ("surging", Views(all, now, 2) >= 3),
        }.Where(static segment => segment.Holds).Select(static segment => segment.Name));
    }

    private static double Spend(Signal[] signals) => signals.Where(static signal => signal.Type == "order_completed").Sum(static signal => signal.Value ?? 0);

    private static int Views(Signal[] signals, Instant now, int days) =>
        signals.Count(signal => signal.Type == "product_viewed" && signal.Time > now - (days * Day));

    private static bool IsFan(Signal[] person, Instant now) => Views(person, now, 2) >= 2;

    private static bool IsActive(Signal[] person, Instant now, int days) => person.Max(static signal => signal.Time) > now - (days * Day);
}

using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Reevaluation;
using PersonaGrain.Grains.Segments;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Indexing;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;

namespace PersonaGrain.Grains.Tests.Faults;

/// <summary>
/// Storage fails at each place where it is asked, in each way it can, while profiles live a life that comes by all of them:
/// every call has an answer of its type, and the life ends as it would have without.
/// </summary>
public sealed class StorageFaultTests : ClusterTest
{
    private const string Triggers = """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""";

    private const string Traits = """
        {
          "carts": { "count": "cart_added", "indexed": true },
          "carts_1h": { "count": "cart_added", "within": "1h", "indexed": true }
        }
        """;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly string[] Profiles = [.. Enumerable.Range(0, 6).Select(index => $"visitor-{index}")];

    private static readonly CatalogDocument First = Some.Catalog(
        """
        {
          "viewer": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } },
          "recent": { "when": { "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "3h" } }
        }
        """,
        Triggers,
        signals: Signals("number"),
        traits: Traits);

    private static readonly CatalogDocument Second = Some.Catalog(
        """
        {
          "recent":    { "when": { "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "30d" } },
          "abandoner": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 } } }
        }
        """,
        Triggers,
        signals: Signals("string"),
        traits: Traits,
        version: 2);

    private readonly FaultyJournal _journal = new(new InMemoryJournal());
    private readonly FaultyCatalogStore _catalogs = new();
    private readonly FaultyQuarantine _quarantine = new();

    public static TheoryData<FaultPoint> Points => [.. Enum.GetValues<FaultPoint>()];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Fault_changes_nothing_in_the_end(FaultPoint point)
    {
        Store = new MemoryStore { Journal = _journal, Catalogs = _catalogs, Quarantine = _quarantine };
        Store.Configure = options =>
            (options.SnapshotFrom, options.SnapshotEvery, options.SnapshotWhenLeaving, options.ShardSnapshotEvery, options.QuarantineCapacity) =
                (1, 2, 1, 1, Profiles.Length);
        await StartAsync(First);
        var hits = SetUp(point);

        var accepted = await LiveAsync();

        hits().ShouldBeGreaterThanOrEqualTo(
            point is FaultPoint.CatalogRefused or FaultPoint.CatalogUnanswered or FaultPoint.RemovalUnanswered ? 1 : Profiles.Length, "the life was meant to come by more often");

        // What was written though its answer was lost is a duplicate when it is sent again: fewer may be accepted, never more.
        accepted.ShouldBeLessThanOrEqualTo(5 * Profiles.Length, "an id was accepted twice");
        await ExpectAsync();

        await CrashAsync();
        await SettleAsync();
        await ExpectAsync();
    }

    /// <summary>Sets the faults up; each profile, shard or grain meets its own, at different places of its life.</summary>
    /// <returns>How many were met.</returns>
    private Func<int> SetUp(FaultPoint point)
    {
        switch (point)
        {
            case FaultPoint.AppendRefused:
                return FailAppends(AppendFault.Before);
            case FaultPoint.AppendUnanswered:
                return FailAppends(AppendFault.After);
            case FaultPoint.AppendConflict:
                return FailAppends(AppendFault.Conflict);
            case FaultPoint.CommitRefused:
                return FailCommits(AppendFault.Before);
            case FaultPoint.CommitUnanswered:
                return FailCommits(AppendFault.After);
            case FaultPoint.CommitConflict:
                return FailCommits(AppendFault.Conflict);
            case FaultPoint.JournalRead:
                _journal.FailReads(Profiles.Length);
                return () => _journal.ReadHits;
            case FaultPoint.IndexRead:
                _journal.FailIndexReads(Profiles.Length);
                return () => _journal.IndexHits;
            case FaultPoint.CatalogRefused:
                _catalogs.RefuseSave();
                return () => _catalogs.Hits;
            case FaultPoint.CatalogUnanswered:
                _catalogs.LoseAnswer();
                return () => _catalogs.Hits;
            case FaultPoint.CatalogRead:
                _catalogs.FailReads(Profiles.Length);
                return () => _catalogs.Hits;
            case >= FaultPoint.QuarantineRefused:
                _quarantine.Fail(point, Profiles.Length);
                return () => _quarantine.Hits;
            default:
                return FailStates(point);
        }
    }

    private Func<int> FailStates(FaultPoint point)
    {
        var fault = point switch
        {
            FaultPoint.SnapshotRefused => new StateFault("profile"),
            FaultPoint.SnapshotUnanswered => new StateFault("profile", isWritten: true),
            FaultPoint.SnapshotRead => new StateFault("profile", isRead: true),
            FaultPoint.ShardRefused => new StateFault("segment-shard"),
            FaultPoint.ShardUnanswered => new StateFault("segment-shard", isWritten: true),
            FaultPoint.ShardRead => new StateFault("segment-shard", isRead: true),
            FaultPoint.PartRefused => new StateFault("segment-part-0"),
            FaultPoint.PartUnanswered => new StateFault("segment-part-0", isWritten: true),
            FaultPoint.PartRead => new StateFault("segment-part-0", isRead: true),
            FaultPoint.ReevaluationRefused => new StateFault("reevaluation"),
            FaultPoint.ReevaluationUnanswered => new StateFault("reevaluation", isWritten: true),
            FaultPoint.ReevaluationRead => new StateFault("reevaluation", isRead: true),
            _ => throw new ArgumentOutOfRangeException(nameof(point)),
        };
        Store.Snapshots.Fail(fault);
        return () => fault.Hits;
    }

    /// <summary>The first profile meets it at its first append, the second at its second, and so on.</summary>
    private Func<int> FailAppends(AppendFault fault)
    {
        for (var index = 0; index < Profiles.Length; index++)
        {
            var (profile, before) = (Profiles[index], index);
            _journal.FailAppend(fault, append => append.Actor.Key == profile && before-- == 0);
        }

        return () => _journal.Hits;
    }

    /// <summary>The first profile meets it at its first change of the person, the second at its second, and so on.</summary>
    private Func<int> FailCommits(AppendFault fault)
    {
        for (var index = 0; index < Profiles.Length; index++)
        {
            var (profile, before) = (Profiles[index], index % 3);
            _journal.FailCommit(fault, commit => commit.Any(append => append.Actor.Key == profile) && before-- == 0);
        }

        return () => _journal.Hits;
    }

    /// <summary>
    /// Signals, joins, flips that come by themselves, memory that is left and come back to, signals that are set aside, another catalog that takes
    /// them.
    /// </summary>
    /// <returns>How many signals were accepted.</returns>
    private async Task<int> LiveAsync()
    {
        var accepted = await SendAsync("product_viewed", "1") + await SendAsync("product_viewed", "2") + await SendAsync("cart_added", "3");
        await JoinAsync();
        await ForgetAllAsync();
        await SettleAsync();
        await SearchAsync("carts_1h", 1);
        Pass(Hour);
        await PartAndJoinAsync();
        await SettleAsync();
        await SearchAsync("carts_1h", 0);
        Pass(3 * Hour);
        await SettleAsync();
        await ForgetAllAsync();
        accepted += await SendAsync("cart_added", "4") + await SendAsync("logged_in", "5");
        await SettleAsync();
        await SetAsideAsync();
        await ReplaceAsync(Second);
        await SettleAsync();
        await ReplayAsync();
        await ForgetAllAsync();
        Pass(Hour);
        await SettleAsync();
        return accepted;
    }

    /// <summary>Asks for each profile by an indexed field.</summary>
    private async Task SearchAsync(string field, double value)
    {
        foreach (var profile in Profiles)
        {
            var page = (await InsistOnAsync(() => Grid.SearchAsync(new ProfileSearch { SortBy = field, Descending = false }, Deadline))).ShouldBeOfType<ProfilePage>();
            page.Profiles.ShouldContain(new FoundProfile(Some.Profile(profile), AttributeValue.Of(value)), field);
            page.Profiles.Count.ShouldBe(Profiles.Length, field);
        }
    }

    private async Task<int> SendAsync(string type, string id)
    {
        var sent = await Task.WhenAll(Profiles.Select(profile => InsistAsync(Some.Observation(profile, type, Now, id))));
        return sent.Count(statuses => statuses[0] == ObservationStatus.Accepted);
    }

    /// <summary>Another identity of each profile sends a signal, and is joined.</summary>
    private async Task JoinAsync()
    {
        foreach (var profile in Profiles)
        {
            await InsistAsync(Some.Observation(OtherOf(profile), "logged_in", Now, "0"));
            await LinkAsync(profile);
        }
    }

    /// <summary>The other identity of each profile is given back, and joined again.</summary>
    private async Task PartAndJoinAsync()
    {
        foreach (var profile in Profiles)
        {
            while (await InsistOnAsync(() => Grid.UnlinkAsync(new Identity(IdentityKinds.Anonymous, profile), Deadline)) is UnlinkResult.Unavailable)
            {
                // The same again: where the answer was lost it is given back already.
            }

            await LinkAsync(profile);
        }
    }

    private async Task LinkAsync(string profile)
    {
        Identity[] both = [new(IdentityKinds.User, profile), new(IdentityKinds.Anonymous, profile)];
        while (await InsistOnAsync(() => Grid.LinkAsync(both, Deadline)) is var result && result is not (LinkResult.Linked or LinkResult.AlreadyLinked))
        {
            result.ShouldBeOfType<LinkResult.Unavailable>();
        }
    }

    private static string OtherOf(string profile) => $"{IdentityKinds.Anonymous}:{profile}";

    /// <summary>
    /// One signal of each profile is set aside, which fills the place there is; the same again is no new one, and of others there is room
    /// for none.
    /// </summary>
    private async Task SetAsideAsync()
    {
        foreach (var id in new[] { "6", "6" })
        {
            foreach (var profile in Profiles)
            {
                (await InsistAsync(Refund(profile, id))).ShouldBe([ObservationStatus.Quarantined]);
            }
        }

        (await InsistAsync(Refund("visitor-0", "6"), Refund("visitor-0", "7"))).ShouldBe([ObservationStatus.Quarantined, ObservationStatus.Refused]);
    }

    /// <summary>Gives up the signal of the first profile and sends it anew once the catalog takes it; the others are taken again.</summary>
    private async Task ReplayAsync()
    {
        var first = (await InsistOnAsync(() => Grid.QuarantineAsync(0, 1, Deadline))).Entries[0].Position;
        await InsistOnAsync(() => Grid.DiscardQuarantineAsync(new QuarantineFilter { Through = first }, 0, 10, Deadline));
        (await InsistAsync(Refund("visitor-0", "6"))).ShouldBe([ObservationStatus.Accepted]);
        while (await InsistOnAsync(() => Grid.ReplayQuarantineAsync(0, 100, Deadline)) is { Stopped: not null })
        {
            // The same call finds the rest.
        }

        (await InsistOnAsync(() => Grid.QuarantineAsync(0, 100, Deadline))).Entries.ShouldBeEmpty();
    }

    private Observation Refund(string profile, string id) => Some.Observation(profile, "refunded", Now, id, attributes: Some.Attributes(("order", "A-1")));

    private static string Signals(string type) =>
        Some.Signals.TrimEnd()[..^1] + $$""", "refunded": { "category": "transactional", "attributes": { "order": "{{type}}" }, "faults": "quarantine" } }""";

    private async Task<T> InsistOnAsync<T>(Func<ValueTask<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (JournalUnavailableException away)
            {
                away.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
            }
        }
    }

    private async Task ReplaceAsync(CatalogDocument catalog)
    {
        while (await Grid.ReplaceCatalogAsync(catalog, Deadline) is var change and not (CatalogChange.Applied or CatalogChange.Unchanged))
        {
            change.ShouldBeOfType<CatalogChange.Unavailable>();
        }
    }

    private async Task SettleAsync()
    {
        while (!Deadline.IsCancellationRequested)
        {
            try
            {
                await Grid.SettleAsync(Deadline);
                return;
            }
            catch (JournalUnavailableException)
            {
                // What is due stays due.
            }
        }
    }

    /// <summary>Has profiles, shards and re-evaluation leave memory, wherever they are.</summary>
    private async Task ForgetAllAsync()
    {
        IAddressable[] grains =
        [
            .. Profiles.Concat(Profiles.Select(OtherOf)).Select(profile => Cluster.Grains.GetGrain<IActorGrain>(profile)),
            .. Profiles.Select(profile => Shards.OfSegment(Some.Actor(profile))).SelectMany(shard => new IAddressable[]
            {
                Cluster.Grains.GetGrain<ISegmentShardGrain>(new SegmentShardKey("viewer", shard).ToString()),
                Cluster.Grains.GetGrain<ISegmentShardGrain>(new SegmentShardKey("recent", shard).ToString()),
                Cluster.Grains.GetGrain<IReevaluationGrain>(shard),
            }),
        ];
        await Task.WhenAll(grains.Select(Cluster.Orleans.DeactivateAsync));
    }

    private async Task ExpectAsync()
    {
        foreach (var profile in Profiles)
        {
            var view = await ProfileAsync(OtherOf(profile));
            (view.Id.Value, view.Signals, view.CatalogVersion).ShouldBe((profile, 9L, 2));
            (await StoryAsync(OtherOf(profile))).ShouldBeEmpty();
            (await StoryAsync(profile)).ShouldBe(
                [
                    "entered viewer 1", "entered recent 1", "triggered cart_abandoned 1", "exited recent 2",
                    "exited viewer 2", "entered recent 3", "entered abandoner 1", "triggered cart_abandoned 2",
                ],
                ignoreOrder: true);
        }

        var recent = (await Grid.SegmentAsync("recent", Deadline)).ShouldNotBeNull();
        (recent.Count, recent.Entered, recent.Exited).ShouldBe((6L, 12L, 6L));
        var abandoner = (await Grid.SegmentAsync("abandoner", Deadline)).ShouldNotBeNull();
        (abandoner.Count, abandoner.Entered, abandoner.Exited).ShouldBe((6L, 6L, 0L));
        (await Grid.MembersAsync("recent", null, 100, Deadline)).ShouldNotBeNull()
            .Members.Select(member => member.Profile.Value).ShouldBe(Profiles, ignoreOrder: true);
        await SearchAsync("carts", 2);
        await SearchAsync("carts_1h", 0);
    }
}

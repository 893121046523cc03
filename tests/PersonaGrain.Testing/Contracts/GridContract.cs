using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>What the contracts share: one host for each test, and short forms of what they do with its grid.</summary>
/// <typeparam name="THost">The engine.</typeparam>
public abstract class GridContract<THost> : IAsyncLifetime
    where THost : GridHost, new()
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(4));

    protected static readonly TimeSpan Day = TimeSpan.FromDays(1);
    protected static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    protected static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    protected static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    protected THost Host { get; } = new();

    protected IProfileGrid Grid => Host.Grid;

    /// <summary>Generous: it only ends a test that hangs.</summary>
    protected CancellationToken Deadline => _deadline.Token;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _deadline.Dispose();
    }

    protected Task StartAsync(CatalogDocument catalog, GridHostOptions? options = null) => Host.StartAsync(catalog, options, Deadline);

    /// <summary>Starts with one segment, <c>chosen</c>, of this condition.</summary>
    protected Task StartWhereAsync(string condition) => StartAsync(Some.CatalogWhere(condition));

    protected Task AdvanceAsync(TimeSpan span) => Host.AdvanceAsync(span, Deadline);

    protected Task RestartAsync(TimeSpan downtime = default) => Host.RestartAsync(downtime, Deadline);

    protected Task CrashAsync(TimeSpan downtime = default) => Host.CrashAsync(downtime, Deadline);

    /// <summary>Ends the grid and opens it again, or not.</summary>
    protected Task EndAsync(Ending ending, TimeSpan downtime = default) => ending switch
    {
        Ending.Restart => RestartAsync(downtime),
        Ending.Crash => CrashAsync(downtime),
        _ => AdvanceAsync(downtime),
    };

    protected async Task SettleAsync() => await Grid.SettleAsync(Deadline);

    /// <summary>Hands signals to the grid and expects that each was dealt with.</summary>
    protected async Task<IReadOnlyList<ObservationOutcome>> ObserveAsync(params Observation[] observations)
    {
        var result = await Grid.ObserveAsync(observations, Deadline);
        return result.ShouldBeOfType<ObserveResult.Observed>(result.ToString()).Outcomes;
    }

    /// <summary>Hands history to the grid and expects that each signal was dealt with.</summary>
    protected async Task<IReadOnlyList<ObservationOutcome>> ImportAsync(Instant began, params Observation[] observations)
    {
        var result = await Grid.ImportAsync(observations, began, Deadline);
        return result.ShouldBeOfType<ObserveResult.Observed>(result.ToString()).Outcomes;
    }

    /// <summary>Observes one signal of ada, now.</summary>
    protected Task<IReadOnlyList<ObservationOutcome>> ObserveNowAsync(string type = "product_viewed") =>
        ObserveAsync(Some.Observation(type: type, time: Host.Clock.Now));

    protected async Task<ProfileView> ProfileAsync(string id = "ada") =>
        (await Grid.ProfileAsync(Some.Profile(id), Deadline)).ShouldNotBeNull($"profile {id} is unknown");

    protected async Task<string[]> SegmentsOfAsync(string id = "ada") =>
        [.. (await ProfileAsync(id)).Memberships.Select(membership => membership.Segment)];

    protected async Task<bool> IsChosenAsync(string id = "ada") => (await SegmentsOfAsync(id)).Contains("chosen");

    protected async Task<SegmentView> SegmentAsync(string segment = "chosen") =>
        (await Grid.SegmentAsync(segment, Deadline)).ShouldNotBeNull($"there is no segment {segment}");

    /// <summary>All members, read page by page.</summary>
    protected async Task<List<Member>> MembersAsync(string segment = "chosen", int pageSize = 1_000)
    {
        var members = new List<Member>();
        string? cursor = null;
        do
        {
            var page = (await Grid.MembersAsync(segment, cursor, pageSize, Deadline)).ShouldNotBeNull();
            page.Members.Count.ShouldBeLessThanOrEqualTo(pageSize);
            members.AddRange(page.Members);
            cursor = page.Next;
        }
        while (cursor is not null);

        return members;
    }

    /// <summary>All events after a position, read page by page.</summary>
    protected async Task<List<GridEvent>> EventsAsync(long after = 0, int pageSize = 1_000)
    {
        var events = new List<GridEvent>();
        EventPage page;
        do
        {
            page = await Grid.EventsAsync(after, pageSize, Deadline);
            page.Events.Count.ShouldBeLessThanOrEqualTo(pageSize);
            events.AddRange(page.Events);
            after = page.Next;
        }
        while (!page.Complete);

        return events;
    }

    /// <summary>The events of one profile, as short texts such as <c>entered chosen 1</c>.</summary>
    protected async Task<string[]> StoryAsync(string id = "ada") =>
        [.. (await EventsAsync()).Where(one => one.Profile == Some.Profile(id)).Select(Tell)];

    /// <summary>The events of one kind.</summary>
    protected async Task<GridEvent[]> EventsAsync(GridEventKind kind) => [.. (await EventsAsync()).Where(one => one.Kind == kind)];

    /// <summary>Two profiles are alike in all that they answer, save how often and when they came to it.</summary>
    protected async Task ShouldBeAlikeAsync(string profile, string other)
    {
        var (one, two) = (await ProfileAsync(profile), await ProfileAsync(other));
        one.Memberships.Select(membership => membership.Segment).ShouldBe(two.Memberships.Select(membership => membership.Segment));
        one.Scores.Select(score => (score.Key, Math.Round(score.Value, 7))).ShouldBe(two.Scores.Select(score => (score.Key, Math.Round(score.Value, 7))), ignoreOrder: true);
        one.Traits.OrderBy(trait => trait.Key).ShouldBe(two.Traits.OrderBy(trait => trait.Key));
        (one.Signals, one.FirstSeen, one.LastSeen, one.NextFlip).ShouldBe((two.Signals, two.FirstSeen, two.LastSeen, two.NextFlip));
        (await TypesAsync(profile)).ShouldBe(await TypesAsync(other));

        async Task<(string Type, Instant Time)[]> TypesAsync(string id) =>
            [.. (await Grid.TimelineAsync(Some.Profile(id), 100, Deadline)).ShouldNotBeNull().Select(entry => (entry.Signal.Type, entry.Signal.Time))];
    }

    /// <summary>Joins two identities by a request, and tells which one holds the person.</summary>
    protected async Task<ProfileId> LinkAsync(string one, string other) =>
        (await Grid.LinkAsync([Some.Identity(one), Some.Identity(other)], Deadline)).ShouldBeOfType<LinkResult.Linked>().Person;

    protected static string Tell(GridEvent one) => $"{one.Kind.ToString().ToLowerInvariant()} {one.Subject} {one.Version}";
}

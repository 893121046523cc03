using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>A journal in which the next append of one profile takes as long as the test likes; and which counts how often the population was added up.</summary>
internal sealed class WatchedJournal(IProfileJournal inner) : IProfileJournal
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _held;
    private int _folds;

    /// <summary>How often the population was added up.</summary>
    public int Folds => Volatile.Read(ref _folds);

    /// <summary>The next append of a profile waits until it is released.</summary>
    public void Hold(string profile) => Volatile.Write(ref _held, profile);

    /// <summary>Completes when that append has come.</summary>
    public Task Reached => _reached.Task;

    public void Release() => _released.SetResult();

    public async ValueTask<AppendResult> AppendAsync(ProfileAppend append, CancellationToken cancellation)
    {
        if (append.Profile.Value == Volatile.Read(ref _held))
        {
            Volatile.Write(ref _held, null);
            _reached.SetResult();
            await _released.Task;
        }

        return await inner.AppendAsync(append, cancellation);
    }

    public ValueTask<PopulationFold> FoldPopulationAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _folds);
        return inner.FoldPopulationAsync(cancellation);
    }

    public IAsyncEnumerable<JournaledEntry> ReadAsync(ProfileId profile, long after, CancellationToken cancellation) =>
        inner.ReadAsync(profile, after, cancellation);

    public ValueTask<IdHistory> IdsAsync(ProfileId profile, CancellationToken cancellation) => inner.IdsAsync(profile, cancellation);

    public ValueTask<IReadOnlyList<TimelineEntry>> NewestSignalsAsync(ProfileId profile, int limit, CancellationToken cancellation) =>
        inner.NewestSignalsAsync(profile, limit, cancellation);

    public ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation) => inner.EventsAsync(after, limit, cancellation);

    public ValueTask<SegmentEventPage> SegmentEventsAsync(string segment, int shard, long after, int limit, CancellationToken cancellation) =>
        inner.SegmentEventsAsync(segment, shard, after, limit, cancellation);

    public ValueTask WaitForEventsAsync(long after, CancellationToken cancellation) => inner.WaitForEventsAsync(after, cancellation);

    public ValueTask<IReadOnlyList<DueWake>> DueWakesAsync(int shard, Instant upTo, DueWake? after, int limit, CancellationToken cancellation) =>
        inner.DueWakesAsync(shard, upTo, after, limit, cancellation);

    public ValueTask<IReadOnlyList<ProfileId>> ProfilesAsync(int shard, ProfileId? after, int limit, CancellationToken cancellation) =>
        inner.ProfilesAsync(shard, after, limit, cancellation);

    public ValueTask<JournalTotals> TotalsAsync(CancellationToken cancellation) => inner.TotalsAsync(cancellation);

    public ValueTask<JournalHealth> HealthAsync(CancellationToken cancellation) => inner.HealthAsync(cancellation);
}

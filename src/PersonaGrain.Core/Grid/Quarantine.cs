using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grid;

/// <summary>Sets signals aside, and has them taken again. One for each process of a grid.</summary>
/// <remarks>
/// A signal is set aside before its call is answered; where storage fails the whole call is unavailable, and sending it again is exact. It is taken again
/// before it is removed: where a replay is cut off, the next one finds its id counted, and it counts once. Within a process replays and discards take
/// turns, so that nothing that a replay is taking is said to be discarded; where the replay is under way at another process, it may be, and counts.
/// </remarks>
/// <param name="storage">Where they are kept.</param>
/// <param name="capacity">How many are kept; what comes when it is full is refused. Processes side by side may exceed it by a hundredth each.</param>
/// <param name="elapsed">The time since any start, which never goes back: how old a count may be.</param>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing; who waits for a turn while the grid closes gets it.")]
public sealed class Quarantine(IQuarantineStorage storage, long capacity, Func<TimeSpan> elapsed)
{
    /// <summary>The most that one page or replay looks at.</summary>
    public const int MaximumPage = 10_000;

    private const int BatchSize = 500;
    private readonly QuarantineRoom _room = new(storage, capacity, elapsed);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Sets aside what the profiles said is to be; the answer stands for the whole call.</summary>
    /// <param name="observations">The call.</param>
    /// <param name="result">What the profiles said. It goes on as it is where nothing is to be set aside.</param>
    /// <param name="intake">Whether they came as news or as history.</param>
    /// <param name="received">When a signal of the call came.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<ObserveResult> SetAsideAsync(
        IReadOnlyList<Observation> observations, ObserveResult result, Intake intake, Func<Signal, Instant> received, CancellationToken cancellation) =>
        result is ObserveResult.Observed observed && QuarantineIntake.HasAny(observed.Outcomes)
            ? SetAsideAsync(observations, observed.Outcomes, intake, received, cancellation)
            : new(result);

    /// <summary>A page of what was set aside.</summary>
    /// <param name="after">The position to read on after; 0 for all.</param>
    /// <param name="limit">1 to <see cref="MaximumPage"/>.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public async ValueTask<QuarantinePage> ReadAsync(long after, int limit, CancellationToken cancellation)
    {
        CheckLimit(limit);
        var entries = await storage.ReadAsync(after, limit, cancellation);
        return new QuarantinePage(entries, entries.Count < limit ? null : entries[^1].Position);
    }

    /// <summary>
    /// Has signals taken again, under the catalog in force, at their own times, and as they came: as news or as history. Those that it takes are set aside no more.
    /// </summary>
    /// <param name="after">The position to begin after; 0 for the oldest.</param>
    /// <param name="limit">How many to look at, 1 to <see cref="MaximumPage"/>.</param>
    /// <param name="take">Takes signals, late as they are. It ends when it is known what became of them, since nothing may give them up meanwhile.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public async ValueTask<QuarantineReplay> ReplayAsync(
        long after, int limit, Func<IReadOnlyList<Observation>, Intake, ValueTask<ObserveResult>> take, CancellationToken cancellation)
    {
        CheckLimit(limit);
        var replay = new QuarantineReplay(0, 0, 0, after);
        for (var left = limit; left > 0 && replay is { Next: { } next, Stopped: null }; left -= BatchSize)
        {
            var (before, size) = (replay, Math.Min(left, BatchSize));
            replay = await InTurnAsync(
                async () => await ReplayAsync(before, await storage.ReadAsync(next, size, cancellation), size, take), cancellation);
        }

        return replay;
    }

    /// <summary>Gives signals up: they are set aside no more, and never count.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The position to begin after; 0 for the oldest.</param>
    /// <param name="limit">How many to look at, 1 to <see cref="MaximumPage"/>.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public async ValueTask<QuarantineDiscard> DiscardAsync(QuarantineFilter filter, long after, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        CheckLimit(limit);

        // What comes from now on is not meant; and it could come faster than it is given up.
        var bounded = filter with { Through = filter.Through ?? await storage.LastAsync(cancellation) };
        var discard = new QuarantineDiscard(0, after < bounded.Through ? after : null);
        for (var left = limit; left > 0 && discard.Next is { } next; left -= BatchSize)
        {
            var (before, size) = (discard, Math.Min(left, BatchSize));
            discard = await InTurnAsync(
                async () => await DiscardAsync(before, await storage.ReadAsync(next, size, cancellation), size, bounded), cancellation);
        }

        return discard;
    }

    /// <summary>How many signals are set aside.</summary>
    public ValueTask<long> CountAsync(CancellationToken cancellation) => storage.CountAsync(cancellation);

    private async ValueTask<ObserveResult> SetAsideAsync(
        IReadOnlyList<Observation> observations,
        IReadOnlyList<ObservationOutcome> outcomes,
        Intake intake,
        Func<Signal, Instant> received,
        CancellationToken cancellation)
    {
        try
        {
            var setAside = new QuarantineIntake(storage, _room, capacity);
            return new ObserveResult.Observed(await setAside.SetAsideAsync(observations, outcomes, intake.HistoryBegan, received, cancellation));
        }
        catch (JournalUnavailableException unavailable)
        {
            return new ObserveResult.Unavailable(unavailable.Message, unavailable.RetryAfter);
        }
    }

    /// <summary>One at a time: what a replay has read and not yet removed is not given up, since it may count.</summary>
    private async ValueTask<T> InTurnAsync<T>(Func<Task<T>> step, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await step();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<QuarantineReplay> ReplayAsync(
        QuarantineReplay before, IReadOnlyList<QuarantineEntry> entries, int size, Func<IReadOnlyList<Observation>, Intake, ValueTask<ObserveResult>> take)
    {
        var replay = before;
        foreach (var batch in QuarantineBatch.Of(entries))
        {
            var result = await take(batch.Observations, batch.Intake);
            if (result is not ObserveResult.Observed(var outcomes))
            {
                // What stays of these is looked at again.
                return replay with { StillQuarantined = before.StillQuarantined, Stopped = result };
            }

            await RemoveAsync(batch.Taken(outcomes));
            replay = Count(replay, outcomes);
        }

        return replay with { Next = entries.Count < size ? null : entries[^1].Position };
    }

    private async ValueTask<QuarantineDiscard> DiscardAsync(
        QuarantineDiscard before, IReadOnlyList<QuarantineEntry> entries, int size, QuarantineFilter filter)
    {
        var discarded = before.Discarded + await RemoveAsync([.. entries.Where(entry => filter.Matches(entry)).Select(static entry => entry.Position)]);
        return entries.Count < size || entries[^1].Position >= filter.Through
            ? new QuarantineDiscard(discarded, null)
            : new QuarantineDiscard(discarded, entries[^1].Position, filter.Through);
    }

    private async ValueTask<int> RemoveAsync(List<long> positions)
    {
        if (positions.Count == 0)
        {
            return 0;
        }

        var begun = _room.BeginRemoval();
        int? removed = null;
        try
        {
            removed = await storage.RemoveAsync(positions, CancellationToken.None);
            return removed.Value;
        }
        finally
        {
            _room.EndRemoval(begun, removed);
        }
    }

    private static QuarantineReplay Count(QuarantineReplay replay, IReadOnlyList<ObservationOutcome> outcomes)
    {
        var folded = outcomes.Count(static outcome => outcome.Status == ObservationStatus.Accepted);
        var duplicates = outcomes.Count(static outcome => outcome.Status == ObservationStatus.Duplicate);
        return replay with
        {
            Folded = replay.Folded + folded,
            Duplicates = replay.Duplicates + duplicates,
            StillQuarantined = replay.StillQuarantined + outcomes.Count - folded - duplicates,
        };
    }

    private static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaximumPage);
    }
}

using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grid;

/// <summary>Sets signals aside, and has them taken again. One for each process of a grid.</summary>
/// <remarks>
/// A signal is set aside before its call is answered; where storage fails the whole call is unavailable, and sending it again is exact. It is taken again
/// before it is removed: where a replay is cut off, the next one finds its id counted, and it counts once.
/// </remarks>
/// <param name="storage">Where they are kept.</param>
/// <param name="capacity">How many are kept; what comes when it is full is refused. Processes side by side may exceed it by a hundredth each.</param>
/// <param name="elapsed">The time since any start, which never goes back: how old a count may be.</param>
public sealed class Quarantine(IQuarantineStorage storage, long capacity, Func<TimeSpan> elapsed)
{
    /// <summary>The most that one page or replay looks at.</summary>
    public const int MaximumPage = 10_000;

    private const int BatchSize = 500;
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);
    private readonly QuarantineRoom _room = new(storage, capacity, elapsed);

    /// <summary>Sets aside what the profiles said is to be; the answer stands for the whole call.</summary>
    /// <param name="observations">The call.</param>
    /// <param name="result">What the profiles said. It goes on as it is where nothing is to be set aside.</param>
    /// <param name="received">When a signal of the call came.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<ObserveResult> SetAsideAsync(
        IReadOnlyList<Observation> observations, ObserveResult result, Func<Signal, Instant> received, CancellationToken cancellation) =>
        result is ObserveResult.Observed observed && QuarantineIntake.HasAny(observed.Outcomes)
            ? SetAsideAsync(observations, observed.Outcomes, received, cancellation)
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

    /// <summary>Has signals taken again, under the catalog in force and at their own times; those that it takes are set aside no more.</summary>
    /// <param name="after">The position to begin after; 0 for the oldest.</param>
    /// <param name="limit">How many to look at, 1 to <see cref="MaximumPage"/>.</param>
    /// <param name="take">Takes signals, late as they are.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public async ValueTask<QuarantineReplay> ReplayAsync(
        long after, int limit, Func<IReadOnlyList<Observation>, ValueTask<ObserveResult>> take, CancellationToken cancellation)
    {
        CheckLimit(limit);
        var replay = new QuarantineReplay(0, 0, 0, after);
        for (var left = limit; left > 0; left -= BatchSize)
        {
            var size = Math.Min(left, BatchSize);
            var entries = await storage.ReadAsync(replay.Next ?? 0, size, cancellation);
            if (entries.Count == 0)
            {
                return replay with { Next = null };
            }

            var result = await take([.. entries.Select(Observe)]);
            if (result is not ObserveResult.Observed(var outcomes))
            {
                return replay with { Stopped = result };
            }

            await RemoveTakenAsync(entries, outcomes, cancellation);
            replay = Count(replay, outcomes) with { Next = entries.Count < size ? null : entries[^1].Position };
            if (replay.Next is null)
            {
                return replay;
            }
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
        var (discarded, next) = (0L, after);
        for (var left = limit; left > 0; left -= BatchSize)
        {
            var size = Math.Min(left, BatchSize);
            var entries = await storage.ReadAsync(next, size, cancellation);
            discarded += await RemoveAsync([.. entries.Where(entry => filter.Matches(entry)).Select(static entry => entry.Position)], cancellation);
            if (entries.Count < size || entries[^1].Position >= filter.Through)
            {
                return new QuarantineDiscard(discarded, null);
            }

            next = entries[^1].Position;
        }

        return new QuarantineDiscard(discarded, next);
    }

    /// <summary>How many signals are set aside.</summary>
    public ValueTask<long> CountAsync(CancellationToken cancellation) => storage.CountAsync(cancellation);

    private async ValueTask<ObserveResult> SetAsideAsync(
        IReadOnlyList<Observation> observations, IReadOnlyList<ObservationOutcome> outcomes, Func<Signal, Instant> received, CancellationToken cancellation)
    {
        try
        {
            return new ObserveResult.Observed(await new QuarantineIntake(storage, _room, capacity).SetAsideAsync(observations, outcomes, received, cancellation));
        }
        catch (JournalUnavailableException unavailable)
        {
            return new ObserveResult.Unavailable(unavailable.Message, unavailable.RetryAfter);
        }
    }

    private async ValueTask<int> RemoveAsync(List<long> positions, CancellationToken cancellation)
    {
        var removed = positions.Count == 0 ? 0 : await storage.RemoveAsync(positions, cancellation);
        _room.Free(removed);
        return removed;
    }

    private async ValueTask RemoveTakenAsync(IReadOnlyList<QuarantineEntry> entries, IReadOnlyList<ObservationOutcome> outcomes, CancellationToken cancellation)
    {
        var taken = new List<long>(entries.Count);
        for (var index = 0; index < entries.Count; index++)
        {
            if (outcomes[index].Status is ObservationStatus.Accepted or ObservationStatus.Duplicate)
            {
                taken.Add(entries[index].Position);
            }
        }

        await RemoveAsync(taken, cancellation);
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

    /// <summary>As it would have been taken then: a time ahead of the grid's is that of when it came.</summary>
    private static Observation Observe(QuarantineEntry entry)
    {
        var (profile, signal, _, received) = entry.Held;
        var isAhead = signal.Time > received + ClockTolerance && signal.Time.Ticks <= DateTime.MaxValue.Ticks;
        return new Observation(profile, isAhead ? signal.At(received) : signal);
    }

    private static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaximumPage);
    }
}

using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Faults;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Quality;
using PersonaGrain.Gateway.Tracking;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Ingest;

/// <summary>Hands signals to the grid and sorts what became of them.</summary>
internal sealed class SignalIntake(GridCalls grid, WorkspaceBounds bounds, IntakeCounts counts, GatewayMetrics metrics, FaultLog log, QualityLog quality, SignalTail tail, TimeProvider time)
{
    /// <summary>Hands over what a request collected.</summary>
    /// <returns>Null when every signal was dealt with; else the problem that stands for the whole call.</returns>
    internal ValueTask<Problem?> ObserveAsync(IntakeTally tally, string source, CancellationToken cancellation) => tally.Pending.Count == 0
        ? new(default(Problem))
        : SortAsync(tally, bounds.Refuse(tally.Pending.Count) is { } refused ? new(refused) : grid.Grid.ObserveAsync(tally.Pending, cancellation), source, isHistory: false, cancellation);

    /// <summary>Hands over what a request collected, as history of an import that began at an instant.</summary>
    /// <returns>Null when every signal was dealt with; else the problem that stands for the whole call.</returns>
    internal ValueTask<Problem?> ImportAsync(IntakeTally tally, string source, Instant began, CancellationToken cancellation) => tally.Pending.Count == 0
        ? new(default(Problem))
        : SortAsync(tally, bounds.Refuse(tally.Pending.Count) is { } refused ? new(refused) : grid.Grid.ImportAsync(tally.Pending, began, cancellation), source, isHistory: true, cancellation);

    /// <summary>Collects a signal that was read; where its type takes none with a field at fault, it is refused.</summary>
    /// <param name="tally">Takes it.</param>
    /// <param name="observation">The signal.</param>
    /// <param name="origin">Where it came from, with what was noted about it.</param>
    /// <param name="content">The first note that tells of a field that was left out; null for none.</param>
    /// <param name="source">The operation that it came by.</param>
    /// <returns>Whether it was collected.</returns>
    internal bool Add(IntakeTally tally, Observation observation, PendingSignal origin, SignalFault? content, string source)
    {
        if (content is not null && Document(observation.Signal.Type) is { Faults: FaultPolicy.Reject })
        {
            Reject(tally, origin.Place, content, source, observation.Signal.Type);
            return false;
        }

        tally.Add(observation, origin);
        return true;
    }

    /// <summary>Collects the second signal of an event whose first one was collected. Where it can not be taken, the event is noted and counts all the same.</summary>
    /// <param name="tally">Takes it.</param>
    /// <param name="observation">The signal.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="content">What the first signal has as its note of a field that was left out; null for none.</param>
    internal void AddFurther(IntakeTally tally, Observation observation, PendingSignal origin, SignalFault? content)
    {
        if (content is null || Document(observation.Signal.Type) is not { Faults: FaultPolicy.Reject })
        {
            tally.Add(observation, origin with { IsFurther = true });
        }
    }

    /// <summary>Counts and keeps a fault for which a signal is refused.</summary>
    internal void Reject(IntakeTally tally, long place, SignalFault fault, string source, string type)
    {
        if (tail.IsWatched)
        {
            tail.Take(type, fault, source);
        }

        RejectSeen(tally, place, fault, source, type);
    }

    private void RejectSeen(IntakeTally tally, long place, SignalFault fault, string source, string type)
    {
        counts.Refused(source, fault.Reason);
        log.Add(source, type, IsDeclared(type), fault, FaultOutcome.Refused);
        var measured = quality.Of(source, type, grid.Grid.Catalog);
        measured.Refused();
        measured.Broke(fault.Reason, FaultOutcome.Refused);
        tally.Reject(place, fault);
    }

    /// <summary>Counts and keeps what is odd about a signal that is taken, or about a request as a whole.</summary>
    internal void Note(IntakeTally tally, long? place, SignalFault note, string source, string type, FaultOutcome outcome = FaultOutcome.Noted)
    {
        counts.Noted(source, note.Reason);
        log.Add(source, type, IsDeclared(type), note, outcome);
        quality.Of(source, type, grid.Grid.Catalog).Broke(note.Reason, outcome);
        tally.Note(place, note);
    }

    /// <summary>Counts and keeps why a whole request could not be read.</summary>
    internal void Unreadable(string source, Problem problem) =>
        log.Add(source, string.Empty, isDeclared: false, new SignalFault(problem.Code, problem.Field ?? string.Empty, problem.Detail), FaultOutcome.Refused);

    private async ValueTask<Problem?> SortAsync(IntakeTally tally, ValueTask<ObserveResult> call, string source, bool isHistory, CancellationToken cancellation)
    {
        var arrived = Instant.From(time.GetUtcNow());
        var result = await grid.Within(call, cancellation);
        switch (result)
        {
            case ObserveResult.Observed observed:
                Sort(tally, observed.Outcomes, new Arrival(source, arrived, isHistory));
                return null;
            case ObserveResult.Busy busy:
                return new Problem("busy", "max requests limit reached") { RetryAfter = busy.RetryAfter };
            case ObserveResult.Unavailable unavailable:
                return new Problem("unavailable", unavailable.Reason) { RetryAfter = unavailable.RetryAfter };
            default:
                throw new InvalidOperationException("no result of the grid: " + result);
        }
    }

    private void Sort(IntakeTally tally, IReadOnlyList<ObservationOutcome> outcomes, Arrival arrival)
    {
        var source = arrival.Source;
        SignalQuality? last = null;
        var (accepted, duplicates, quarantined) = (0, 0, 0);
        for (var index = 0; index < outcomes.Count; index++)
        {
            var outcome = outcomes[index];
            var counted = tally.Origins[index].IsFurther ? 0 : 1;
            switch (outcome.Status)
            {
                case ObservationStatus.Accepted:
                    accepted += counted;
                    last = Accepted(tally, index, outcome.Notes, arrival, last);
                    break;
                case ObservationStatus.Duplicate:
                    duplicates += counted;
                    quality.Of(source, tally.Pending[index].Signal.Type, grid.Grid.Catalog).Duplicate();
                    break;
                case ObservationStatus.Quarantined:
                    quarantined += counted;
                    SetAside(tally, index, outcome.Fault ?? Unexplained, source);
                    break;
                case var _ when counted == 0:
                    RefuseFurther(tally, index, outcomes[index - 1], outcome.Fault ?? Unexplained, source);
                    break;
                default:
                    Refuse(tally, index, outcome.Fault ?? Unexplained, source);
                    break;
            }
        }

        if (tail.IsWatched)
        {
            tail.Take(tally, outcomes, source);
        }

        metrics.Accepted(source, accepted);
        metrics.Duplicate(source, duplicates);
        tally.Settle(accepted, duplicates, quarantined);
    }

    private SignalQuality Accepted(IntakeTally tally, int index, IReadOnlyList<SignalFault> found, in Arrival arrival, SignalQuality? last)
    {
        var (source, catalog) = (arrival.Source, grid.Grid.Catalog);
        var signal = tally.Pending[index].Signal;
        var type = signal.Type;
        var measured = quality.Of(source, type, catalog, last);
        measured.Accepted(signal, catalog, arrival.At, arrival.IsHistory);
        if (!catalog.HasSignal(type) && !CallTypes.Contains(type, catalog.Identities.HasAccounts))
        {
            log.UnknownTypes.Add(type);
        }

        var origin = tally.Origins[index];
        if (origin.Notes.Count + found.Count > 0)
        {
            measured.Noted();
        }

        for (var note = 0; note < origin.Notes.Count; note++)
        {
            Note(tally, origin.Place, origin.Notes[note], source, type);
        }

        for (var note = 0; note < found.Count; note++)
        {
            Note(tally, origin.Place, InWords(tally, index, found[note]), source, type);
        }

        return measured;
    }

    private void SetAside(IntakeTally tally, int index, SignalFault fault, string source)
    {
        var (origin, type) = (tally.Origins[index], tally.Pending[index].Signal.Type);
        quality.Of(source, type, grid.Grid.Catalog).Quarantined();
        Note(tally, origin.Place, InWords(tally, index, fault), source, type, FaultOutcome.Quarantined);
        foreach (var note in origin.Notes)
        {
            Note(tally, origin.Place, note, source, type);
        }
    }

    private void Refuse(IntakeTally tally, int index, SignalFault fault, string source) =>
        RejectSeen(tally, tally.Origins[index].Place, InWords(tally, index, fault), source, tally.Pending[index].Signal.Type);

    private void RefuseFurther(IntakeTally tally, int index, ObservationOutcome first, SignalFault fault, string source)
    {
        if (first.Status != ObservationStatus.Refused)
        {
            Note(tally, tally.Origins[index].Place, InWords(tally, index, fault), source, tally.Pending[index].Signal.Type, FaultOutcome.Refused);
        }
    }

    private SignalFault InWords(IntakeTally tally, int index, SignalFault fault) =>
        tally.Origins[index].Words.Say(fault, Document(tally.Pending[index].Signal.Type)?.Value);

    private bool IsDeclared(string type) => type.Length > 0 && Document(type) is not null;

    private SignalDocument? Document(string type) => grid.Grid.Catalog.Document.Signals.GetValueOrDefault(type);

    /// <summary>How signals came.</summary>
    private readonly record struct Arrival(string Source, Instant At, bool IsHistory);

    private static readonly SignalFault Unexplained = new("refused", string.Empty, "the grid refused the signal");
}

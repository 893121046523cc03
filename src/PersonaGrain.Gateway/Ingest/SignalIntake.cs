using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Ingest;

/// <summary>Hands signals to the grid and sorts what became of them.</summary>
internal sealed class SignalIntake(GridCalls grid, GatewayMetrics metrics)
{
    /// <summary>Hands over what a request collected.</summary>
    /// <returns>Null when every signal was dealt with; else the problem that stands for the whole call.</returns>
    internal ValueTask<Problem?> ObserveAsync(IntakeTally tally, string source, CancellationToken cancellation) => tally.Pending.Count == 0
        ? new(default(Problem))
        : SortAsync(tally, grid.Grid.ObserveAsync(tally.Pending, cancellation), source, cancellation);

    /// <summary>Hands over what a request collected, as history of an import that began at an instant.</summary>
    /// <returns>Null when every signal was dealt with; else the problem that stands for the whole call.</returns>
    internal ValueTask<Problem?> ImportAsync(IntakeTally tally, string source, Instant began, CancellationToken cancellation) => tally.Pending.Count == 0
        ? new(default(Problem))
        : SortAsync(tally, grid.Grid.ImportAsync(tally.Pending, began, cancellation), source, cancellation);

    /// <summary>Counts and keeps a fault that was found before the grid saw the signal.</summary>
    internal void Reject(IntakeTally tally, long place, SignalFault fault, string source)
    {
        metrics.Refused(source, fault.Reason);
        tally.Reject(place, fault);
    }

    private async ValueTask<Problem?> SortAsync(IntakeTally tally, ValueTask<ObserveResult> call, string source, CancellationToken cancellation)
    {
        var result = await grid.Within(call, cancellation);
        switch (result)
        {
            case ObserveResult.Observed observed:
                Sort(tally, observed.Outcomes, source);
                return null;
            case ObserveResult.Busy busy:
                return new Problem("busy", "max requests limit reached") { RetryAfter = busy.RetryAfter };
            case ObserveResult.Unavailable unavailable:
                return new Problem("unavailable", unavailable.Reason) { RetryAfter = unavailable.RetryAfter };
            default:
                throw new InvalidOperationException("no result of the grid: " + result);
        }
    }

    private void Sort(IntakeTally tally, IReadOnlyList<ObservationOutcome> outcomes, string source)
    {
        var (accepted, duplicates) = (0, 0);
        for (var index = 0; index < outcomes.Count; index++)
        {
            var (status, fault) = outcomes[index];
            if (status is ObservationStatus.Refused or ObservationStatus.Quarantined)
            {
                Reject(tally, tally.Places[index], fault ?? Unexplained, source);
                continue;
            }

            accepted += status == ObservationStatus.Accepted ? 1 : 0;
            duplicates += status == ObservationStatus.Duplicate ? 1 : 0;
            foreach (var note in outcomes[index].Notes)
            {
                Note(note, source);
            }

            Note(status == ObservationStatus.Accepted ? tally.Notes[index] : null, source);
        }

        metrics.Accepted(source, accepted);
        metrics.Duplicate(source, duplicates);
        tally.Settle(accepted, duplicates);
    }

    private void Note(SignalFault? note, string source)
    {
        if (note is not null)
        {
            metrics.Noted(source, note.Reason);
        }
    }

    private static readonly SignalFault Unexplained = new("refused", string.Empty, "the grid refused the signal");
}

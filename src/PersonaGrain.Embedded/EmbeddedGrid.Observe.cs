using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded;

/// <summary>How signals come in.</summary>
public sealed partial class EmbeddedGrid
{
    private const int SignalsOfAMillisecond = 50;

    /// <inheritdoc />
    public async ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(observations);
        cancellation.ThrowIfCancellationRequested();
        if (observations.Count == 0)
        {
            return new ObserveResult.Observed([]);
        }

        if (_closing)
        {
            return Refuse("closing", observations.Count, "the grid is closing; send the call to the next one");
        }

        if (_engine.Writer.Fault is { } fault)
        {
            return Refuse(fault.Code, observations.Count, fault.Message);
        }

        // 1. Sort the call by partition, keeping its order within each. 2. Keep room in all of them, or in none. 3. Queue the parts.
        var (order, counts) = Sort(observations);
        if (Reserve(counts) is { } busy)
        {
            _engine.Refusals.Add("busy", observations.Count);
            return busy;
        }

        if (_engine.Time.Kind == GridClock.System)
        {
            return await Queue(observations, order, counts).WaitAsync(cancellation);
        }

        return await ObserveInTheirTimeAsync(observations, order, counts, cancellation);
    }

    /// <summary>Under a clock of signals, others may not live beyond this call's earliest signal before the call is done.</summary>
    private async Task<ObserveResult> ObserveInTheirTimeAsync(
        IReadOnlyList<Observation> observations, int[] order, int[] counts, CancellationToken cancellation)
    {
        var earliest = Instant.Never;
        foreach (var observation in observations)
        {
            earliest = Instant.Min(earliest, observation.Signal.Time);
        }

        _engine.Calls.Begin(earliest);
        return await EndAsync(Queue(observations, order, counts), earliest).WaitAsync(cancellation);
    }

    /// <summary>
    /// Lets time pass beyond a call once it is done, before its caller hears of it: who settles the grid after an answer finds everything due
    /// up to it. A caller that is cancelled meanwhile changes nothing of that.
    /// </summary>
    private async Task<ObserveResult> EndAsync(Task<ObserveResult> call, Instant earliest)
    {
        try
        {
            return await call;
        }
        finally
        {
            _engine.Calls.End(earliest);
            _engine.Alarm.ClockMoved(_engine.Schedule.Now);
        }
    }

    private Task<ObserveResult> Queue(IReadOnlyList<Observation> observations, int[] order, int[] counts)
    {
        var parts = 0;
        foreach (var count in counts)
        {
            parts += count > 0 ? 1 : 0;
        }

        var call = new ObserveCall(observations, parts, _engine.Refusals);
        _engine.Writer.Queue((Engine: _engine, Call: call, Order: order, Counts: counts), static each =>
        {
            var start = 0;
            for (var index = 0; index < each.Counts.Length; index++)
            {
                if (each.Counts[index] > 0)
                {
                    var partition = each.Engine.Partitions[index];
                    partition.Post(new ObservePart(each.Call, partition, each.Order, start, each.Counts[index]));
                    start += each.Counts[index];
                }
            }
        });
        return call.Task;
    }

    /// <summary>The places of the call's signals, grouped by partition, and how many each partition has.</summary>
    private (int[] Order, int[] Counts) Sort(IReadOnlyList<Observation> observations)
    {
        var counts = new int[_engine.Partitions.Length];
        var partitions = new int[observations.Count];
        for (var index = 0; index < partitions.Length; index++)
        {
            var observation = observations[index];
            if (observation.Profile.Value is null || observation.Signal is null)
            {
                throw new ArgumentException($"observation {index} has no profile or no signal", nameof(observations));
            }

            partitions[index] = _engine.Route(observation.Profile);
            counts[partitions[index]]++;
        }

        Span<int> next = stackalloc int[counts.Length];
        for (var index = 1; index < counts.Length; index++)
        {
            next[index] = next[index - 1] + counts[index - 1];
        }

        var order = new int[observations.Count];
        for (var index = 0; index < order.Length; index++)
        {
            order[next[partitions[index]]++] = index;
        }

        return (order, counts);
    }

    private ObserveResult.Busy? Reserve(int[] counts)
    {
        for (var index = 0; index < counts.Length; index++)
        {
            if (counts[index] > 0 && !_engine.Partitions[index].TryReserve(counts[index]))
            {
                var waiting = _engine.Partitions[index].Reserved;
                while (--index >= 0)
                {
                    _engine.Partitions[index].Release(counts[index]);
                }

                return new ObserveResult.Busy(TimeSpan.FromMilliseconds(Math.Clamp(waiting / SignalsOfAMillisecond, 10, 5_000)));
            }
        }

        return null;
    }

    private ObserveResult.Unavailable Refuse(string code, int signals, string reason)
    {
        _engine.Refusals.Add(code, signals);
        return new ObserveResult.Unavailable(reason, _engine.Options.FaultRetry);
    }
}

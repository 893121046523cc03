using PersonaGrain.Grid;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Samples;

/// <summary>One run: loads the past of people who are not there yet, then has them do things.</summary>
/// <param name="grid">Where they live.</param>
/// <param name="claimed">What is there already.</param>
/// <param name="time">The machine's clock.</param>
internal sealed class SampleFeed(IProfileGrid grid, SampleProgress claimed, TimeProvider time)
{
    private const int Batch = 2_000;
    private const int ActsOfASecond = 40;

    /// <summary>For how long a grid may take nothing before the run ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private volatile SampleProgress _progress = claimed;

    /// <summary>How far it is.</summary>
    internal SampleProgress Progress => _progress;

    /// <summary>Loads the past of everybody whose past is not there.</summary>
    internal async Task LoadAsync(CancellationToken ending)
    {
        var (began, first) = (_progress.Began, _progress.People);
        var batch = new List<Observation>(Batch + 500);
        for (var number = first; number < SampleShop.People; number++)
        {
            batch.AddRange(SampleShop.Person(number).History(began));
            if (batch.Count >= Batch || number == SampleShop.People - 1)
            {
                await SendAsync(batch, observations => grid.ImportAsync(observations, began, ending), ending);
                _progress = _progress with { People = number + 1, Signals = _progress.Signals + batch.Count };
                batch.Clear();
            }
        }
    }

    /// <summary>Has people do things until it is told to end, or <see cref="SampleRun.Longest"/> has passed.</summary>
    internal async Task LiveAsync(CancellationToken ending)
    {
        // Another run goes on with other acts: it would seem odd if the same people did the same again.
        var (began, chance) = (time.GetTimestamp(), new Random(SampleShop.Seed + (int)(_progress.Signals % 1_000_003)));
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (time.GetElapsedTime(began) < SampleRun.Longest && await timer.WaitForNextTickAsync(ending))
        {
            var now = Instant.From(time.GetUtcNow());
            Observation[] acts = [.. Enumerable.Range(0, ActsOfASecond).Select(act => new SamplePerson(chance.Next(SampleShop.People), chance).Act(now - TimeSpan.FromMilliseconds(act)))];
            await SendAsync(acts, observations => grid.ObserveAsync(observations, ending), ending);
            _progress = _progress with { Signals = _progress.Signals + acts.Length };
        }
    }

    private async Task SendAsync(IReadOnlyList<Observation> observations, Func<IReadOnlyList<Observation>, ValueTask<ObserveResult>> send, CancellationToken ending)
    {
        for (var began = time.GetTimestamp(); ;)
        {
            // The same ids again count once.
            var (reason, wait) = await send(observations) switch
            {
                ObserveResult.Observed => (null, TimeSpan.Zero),
                ObserveResult.Busy busy => ("the grid is busy", busy.RetryAfter),
                ObserveResult.Unavailable away => (away.Reason, away.RetryAfter),
                var result => throw new InvalidOperationException("no result of the grid: " + result),
            };
            if (reason is null)
            {
                return;
            }

            if (time.GetElapsedTime(began) > Patience)
            {
                throw new SampleFaultException(reason);
            }

            await Task.Delay(wait, time, ending);
        }
    }
}

/// <summary>The grid does not take the sample.</summary>
internal sealed class SampleFaultException(string reason) : InvalidOperationException(reason);

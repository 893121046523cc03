using System.Diagnostics;

namespace PersonaGrain.Silo.Tests.Chaos;

/// <summary>The drivers, the balancer in front of the gateways, and a watcher of events at each; until the load is ended.</summary>
internal sealed class ChaosLoad : IAsyncDisposable
{
    /// <summary>Requests in a row after which a driver counts as undisturbed.</summary>
    private const int Steady = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly CancellationTokenSource _stopLoad = new();
    private readonly CancellationTokenSource _stopWatching = new();
    private readonly ChaosDriver[] _drivers;
    private readonly Task _driving;
    private readonly Task _watching;

    public ChaosLoad(IReadOnlyList<SiloRun> gateways, int seed)
    {
        Balancer = new Balancer(gateways);
        Watches = [.. Enumerable.Range(0, gateways.Count).Select(home => new EventWatch(Balancer, home))];
        _drivers = [.. Enumerable.Range(0, ChaosDriver.Drivers).Select(number => new ChaosDriver(number, seed, Balancer, Ledger))];
        _watching = Task.WhenAll([Balancer.RunAsync(_stopWatching.Token), .. Watches.Select(watch => watch.RunAsync(_stopWatching.Token))]);
        _driving = Task.WhenAll(_drivers.Select(driver => driver.RunAsync(_stopLoad.Token)));
    }

    /// <summary>What was sent and how it went.</summary>
    public ChaosLedger Ledger { get; } = new();

    /// <summary>The gateways' balancer.</summary>
    public Balancer Balancer { get; }

    /// <summary>A watcher for each gateway.</summary>
    public EventWatch[] Watches { get; }

    /// <summary>How often a stream of events broke.</summary>
    public int Breaks => Watches.Sum(watch => watch.Breaks);

    /// <summary>Batches sent.</summary>
    public int Batches => _drivers.Sum(driver => driver.Batches);

    /// <summary>Waits until every driver has been answered at the first try for a while.</summary>
    public async Task UntilSteadyAsync()
    {
        Array.ForEach(_drivers, driver => driver.ResetStreak());
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var began = Stopwatch.GetTimestamp();
        while (!_driving.IsCompleted && Array.Exists(_drivers, driver => driver.Streak < Steady))
        {
            (Stopwatch.GetElapsedTime(began) < Patience).ShouldBeTrue("the load is not served again");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Does something during which no request may fail, and names those that did.</summary>
    public async Task<string[]> FailuresDuringAsync(Func<Task> action)
    {
        var began = Stopwatch.GetTimestamp();
        await action();

        // What was under way at the end is judged too: one more answer for each driver.
        await UntilSteadyAsync();
        return Ledger.FailuresWithin(began, Stopwatch.GetTimestamp());
    }

    /// <summary>Ends the load; watching goes on.</summary>
    public async Task EndAsync()
    {
        await _stopLoad.CancelAsync();
        await _driving;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopLoad.CancelAsync();
        await _stopWatching.CancelAsync();
        await Task.WhenAll(_driving, _watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopLoad.Dispose();
        _stopWatching.Dispose();
    }
}

namespace PersonaGrain.Silo.Tests.Chaos;

/// <summary>What stands in front of the gateways, all of them ready at first: asks each again and again, and sends nothing more to one that is not.</summary>
internal sealed class Balancer(IReadOnlyList<SiloRun> gateways)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly bool[] _ready = [.. gateways.Select(static _ => true)];
    private readonly int[] _losses = new int[gateways.Count];
    private int _next;

    /// <summary>How often a gateway stopped being ready.</summary>
    public int LossesOf(int gateway) => Volatile.Read(ref _losses[gateway]);

    /// <summary>The gateway to send to: the caller's own while it is ready, else another that is; any where none is.</summary>
    public (int Place, SiloRun Gateway) Choose(int home)
    {
        for (var step = 0; step < gateways.Count; step++)
        {
            var place = (home + step) % gateways.Count;
            if (Volatile.Read(ref _ready[place]))
            {
                return (place, gateways[place]);
            }
        }

        var any = (Interlocked.Increment(ref _next) & int.MaxValue) % gateways.Count;
        return (any, gateways[any]);
    }

    /// <summary>Watches all gateways until stopped.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, gateways.Count).Select(place => WatchAsync(place, stop)));

    private async Task WatchAsync(int place, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Pause);
        do
        {
            var ready = await IsReadyAsync(gateways[place], stop);
            if (Interlocked.Exchange(ref _ready[place], ready) && !ready && !stop.IsCancellationRequested)
            {
                Interlocked.Increment(ref _losses[place]);
            }
        }
        while (!stop.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None));
    }

    private static async Task<bool> IsReadyAsync(SiloRun gateway, CancellationToken stop)
    {
        try
        {
            using var answer = await gateway.Http.GetAsync("health/ready", stop);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}

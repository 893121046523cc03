namespace PersonaGrain.Embedded.Population;

/// <summary>Publishes what the population says, at most once in an interval of the machine's clock, and waits for one publication before it starts the next.</summary>
internal sealed class PopulationPublishing(TimeSpan interval, TimeProvider provider, Func<CancellationToken, Task> publish) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _timer;
    private volatile Task _running = Task.CompletedTask;

    /// <summary>Begins, at once with what an earlier process left uncounted; not before what it left to be evaluated anew is under way.</summary>
    /// <param name="atOnce">Whether the first publication does not wait for an interval.</param>
    public void Start(bool atOnce)
    {
        if (atOnce)
        {
            Publish();
        }

        _timer = interval == TimeSpan.Zero ? null : provider.CreateTimer(_ => Publish(), null, interval, interval);
    }

    /// <summary>Ends when the publication that was due last is in force.</summary>
    public Task Running => _running;

    private void Publish()
    {
        if (_running.IsCompleted)
        {
            _running = Task.Run(() => publish(_stop.Token));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}

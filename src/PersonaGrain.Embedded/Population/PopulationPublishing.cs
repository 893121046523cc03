namespace PersonaGrain.Embedded.Population;

/// <summary>Publishes what the population says, at most once in an interval of the machine's clock, and waits for one publication before it starts the next.</summary>
internal sealed class PopulationPublishing : IAsyncDisposable
{
    private readonly ITimer? _timer;
    private Task _running = Task.CompletedTask;

    public PopulationPublishing(TimeSpan interval, TimeProvider provider, Func<Task> publish)
    {
        _timer = interval == TimeSpan.Zero ? null : provider.CreateTimer(
            _ =>
            {
                if (_running.IsCompleted)
                {
                    _running = Task.Run(publish);
                }
            },
            null, interval, interval);
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        await _running;
    }
}

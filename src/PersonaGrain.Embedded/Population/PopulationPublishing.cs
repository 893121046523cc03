using PersonaGrain.Population.Census;
using PersonaGrain.Profiles;

namespace PersonaGrain.Embedded.Population;

/// <summary>Publishes what the population says, at most once in an interval of the machine's clock, and waits for one publication before it starts the next.</summary>
/// <param name="interval">At length; see <see cref="CensusInterval"/>. Zero for never.</param>
/// <param name="provider">The machine's clock.</param>
/// <param name="inForce">The catalog and the generation in force.</param>
/// <param name="publish">Takes a census and publishes what it says.</param>
internal sealed class PopulationPublishing(TimeSpan interval, TimeProvider provider, Func<ProfileMachine> inForce, Func<CancellationToken, Task> publish) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _timer;
    private volatile Task _running = Task.CompletedTask;
    private long _began;
    private int? _tried;

    /// <summary>Begins, at once with what an earlier process left uncounted; not before what it left to be evaluated anew is under way.</summary>
    /// <param name="atOnce">Whether the first publication does not wait for an interval.</param>
    public void Start(bool atOnce)
    {
        _began = provider.GetTimestamp();
        if (atOnce)
        {
            Publish();
        }

        var look = Look;
        _timer = interval == TimeSpan.Zero ? null : provider.CreateTimer(_ => PublishIfDue(), null, look, look);
    }

    /// <summary>How often it is looked whether one is due.</summary>
    private TimeSpan Look => interval < CensusInterval.First ? interval : CensusInterval.First;

    /// <summary>Ends when the publication that was due last is in force.</summary>
    public Task Running => _running;

    private void PublishIfDue()
    {
        // Half a look less: a look that comes a moment early is not to be lost.
        if (provider.GetElapsedTime(_began) + (Look / 2) >= CensusInterval.After(inForce(), interval, _tried))
        {
            Publish();
        }
    }

    private void Publish()
    {
        if (_running.IsCompleted)
        {
            (_began, _tried) = (provider.GetTimestamp(), inForce().Catalog.Version);
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

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>The actors that were passed over since the start, each logged once. Any thread may ask.</summary>
internal sealed partial class DamagedActors(ILogger log)
{
    /// <summary>Beyond these they are no longer told apart, so that a store that is damaged as a whole does not fill memory and log.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<ActorId, bool> _known = new();

    /// <summary>How many there are.</summary>
    public long Count => _known.Count;

    /// <summary>Notes one.</summary>
    public void Add(ActorDamagedException damage)
    {
        if (_known.Count < Most && _known.TryAdd(damage.Actor, true))
        {
            LogPassedOver(log, damage.Message, damage.InnerException);
        }
    }

    [LoggerMessage(11, LogLevel.Error, "An actor is passed over: {Reason}.")]
    private static partial void LogPassedOver(ILogger logger, string reason, Exception? cause);
}

using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PersonaGrain.Grains.Client;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Hosting;

/// <summary>
/// The actors of one shard that fail again and again while storage answers: the store is damaged in their place, or was written by a later version.
/// They are tried with growing pauses, and passed over after a few tries, so that nobody waits for them.
/// </summary>
/// <remarks>Never one that storage did not serve, be it away or overloaded: that would be left behind though nothing is wrong with it.</remarks>
internal sealed partial class UnloadableActors(IActorJournal journal, ILogger logger)
{
    /// <summary>Tries after which an actor is passed over.</summary>
    public const int Tries = 4;

    /// <summary>As many are named as there is room for in an answer.</summary>
    public const int MostNamed = 100;

    private const int MostKept = 10_000;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Dictionary<ActorAddress, Failing> _failing = [];

    /// <summary>Some of those of a workspace that are passed over, by their keys within it.</summary>
    public string[] PassedOver(WorkspaceNumber workspace) =>
    [
        .. _failing.Where(entry => entry.Value.Count >= Tries && entry.Key.Workspace == workspace)
            .Select(static entry => entry.Key.Actor.Key).Order(StringComparer.Ordinal).Take(MostNamed),
    ];

    /// <summary>Whether an actor is passed over.</summary>
    public bool IsPassedOver(ActorAddress actor) => _failing.TryGetValue(actor, out var failing) && failing.Count >= Tries;

    /// <summary>Whether the last try of an actor failed.</summary>
    public bool IsFailing(ActorAddress actor) => _failing.ContainsKey(actor);

    /// <summary>Whether an actor is not to be tried now.</summary>
    public bool IsResting(ActorAddress actor) => _failing.TryGetValue(actor, out var failing) && Stopwatch.GetTimestamp() < failing.RestsUntil;

    /// <summary>An actor did what it was called for.</summary>
    public void Recovered(ActorAddress actor)
    {
        if (_failing.Count > 0)
        {
            _failing.Remove(actor);
        }
    }

    /// <summary>Takes note of calls that failed.</summary>
    /// <returns>The first fault that is not an actor's own: of a storage or of silos that are away. Null where there is none.</returns>
    public async Task<Exception?> NoteAsync(List<FailedCall> failed)
    {
        if (failed.Find(static call => call.Fault is JournalUnavailableException || GrainCalls.IsPassing(call.Fault)) is { Fault: { } passing })
        {
            return passing;
        }

        if (failed.Count > 0 && (await journal.HealthAsync(CancellationToken.None)).Reason is { } reason)
        {
            return new JournalUnavailableException(reason, TimeSpan.FromSeconds(1));
        }

        failed.ForEach(Note);
        return null;
    }

    private void Note(FailedCall call)
    {
        var count = _failing.TryGetValue(call.Actor, out var before) ? before.Count + 1 : 1;
        if (count == 1 && _failing.Count >= MostKept)
        {
            return;
        }

        var pause = Math.Min(FirstPause.TotalSeconds * Math.Pow(2, count - 1), LongestPause.TotalSeconds);
        _failing[call.Actor] = new Failing(count, Stopwatch.GetTimestamp() + (long)(pause * Stopwatch.Frequency));
        if (count == Tries)
        {
            LogPassedOver(logger, call.Fault, call.Actor);
        }
    }

    private readonly record struct Failing(int Count, long RestsUntil);

    [LoggerMessage(1, LogLevel.Error, "{Actor} can not be loaded, and is passed over from now on.")]
    private static partial void LogPassedOver(ILogger logger, Exception fault, ActorAddress actor);
}

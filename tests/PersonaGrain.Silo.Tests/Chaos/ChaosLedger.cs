using System.Collections.Concurrent;
using System.Diagnostics;

namespace PersonaGrain.Silo.Tests.Chaos;

/// <summary>One request of the load and how it ended.</summary>
/// <param name="Began">When, as <see cref="Stopwatch"/> has it.</param>
/// <param name="Ended">When it was answered, or failed.</param>
/// <param name="What">What was asked of which gateway.</param>
/// <param name="Failure">Null for 2xx.</param>
internal sealed record Attempt(long Began, long Ended, string What, string? Failure);

/// <summary>What the drivers sent, what was acknowledged, and how every request ended.</summary>
internal sealed class ChaosLedger
{
    private readonly ConcurrentQueue<Attempt> _attempts = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<SentSignal>> _acknowledged = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<SentSignal>> _open = new();

    /// <summary>Every request so far.</summary>
    public IReadOnlyCollection<Attempt> Attempts => _attempts;

    /// <summary>What was answered against the promises, such as a signal refused as a repetition that was never sent before.</summary>
    public ConcurrentQueue<string> Odd { get; } = new();

    /// <summary>Every profile that a signal was sent to; of people of several identities the one that holds them in the end.</summary>
    public IReadOnlyCollection<string> Profiles => [.. _acknowledged.Keys.Union(_open.Keys).Order(StringComparer.Ordinal)];

    /// <summary>Signals that were acknowledged.</summary>
    public int Count => _acknowledged.Values.Sum(signals => signals.Count);

    /// <summary>Signals of a profile that were acknowledged.</summary>
    public IReadOnlyList<SentSignal> AcknowledgedOf(string profile) => [.. _acknowledged.GetValueOrDefault(profile) ?? []];

    /// <summary>Signals of a profile that were sent, and never acknowledged.</summary>
    public IReadOnlyList<SentSignal> OpenOf(string profile) => [.. _open.GetValueOrDefault(profile) ?? []];

    /// <summary>Notes a request.</summary>
    public void Note(Attempt attempt) => _attempts.Enqueue(attempt);

    /// <summary>Notes what became of a batch.</summary>
    public void Note(IReadOnlyList<SentSignal> batch, bool acknowledged)
    {
        foreach (var signal in batch)
        {
            (acknowledged ? _acknowledged : _open).GetOrAdd(signal.Person, static _ => new()).Enqueue(signal);
        }
    }

    /// <summary>Requests that failed while a time passed, whether they began in it or were under way.</summary>
    public string[] FailuresWithin(long began, long ended) =>
        [.. _attempts.Where(attempt => attempt.Failure is not null && attempt.Began <= ended && attempt.Ended >= began)
            .Select(attempt => $"{attempt.What} after {Stopwatch.GetElapsedTime(attempt.Began, attempt.Ended).TotalMilliseconds:F0} ms: {attempt.Failure}")];
}

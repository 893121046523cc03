using System.Text;

namespace PersonaGrain.Cli.Tests.CrashTests;

/// <summary>What the senders of a crash test sent, and what of it was acknowledged. Used from many threads.</summary>
internal sealed class SentSignals
{
    /// <summary>So few signals for each profile that its timeline shows all of them.</summary>
    public const int PerProfile = 90;

    private const int BatchSize = 40;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _profiles = new(StringComparer.Ordinal);
    private readonly HashSet<string> _acknowledged = new(StringComparer.Ordinal);
    private readonly Queue<SentBatch> _unanswered = new();
    private readonly int[] _room;
    private readonly Random _random;
    private TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _next;

    /// <summary>Signals for so many profiles.</summary>
    public SentSignals(int profiles, int seed)
    {
        _room = Enumerable.Repeat(PerProfile, profiles).ToArray();
        _random = new Random(seed);
    }

    /// <summary>Every id sent, with its profile.</summary>
    public IReadOnlyDictionary<string, string> Profiles => _profiles;

    /// <summary>Every id that the server answered for.</summary>
    public IReadOnlySet<string> Acknowledged => _acknowledged;

    /// <summary>The next batch to send: now and then one that got no answer, as a sender that tries again does; null when all profiles are full.</summary>
    public SentBatch? Next()
    {
        lock (_gate)
        {
            // Half of the unanswered batches are never sent again: what became of those only the server knows.
            if (_unanswered.TryDequeue(out var unanswered) && _random.Next(2) == 0)
            {
                return unanswered;
            }

            return NewBatch();
        }
    }

    /// <summary>Completes when the server takes the next batch.</summary>
    public Task NextAnswer()
    {
        lock (_gate)
        {
            _answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _answer.Task;
        }
    }

    /// <summary>The server took a batch.</summary>
    public void Acknowledge(SentBatch batch)
    {
        lock (_gate)
        {
            _acknowledged.UnionWith(batch.Ids);
            _answer.TrySetResult();
        }
    }

    /// <summary>The server died over a batch, or refused it for now.</summary>
    public void Lose(SentBatch batch)
    {
        lock (_gate)
        {
            _unanswered.Enqueue(batch);
        }
    }

    private SentBatch? NewBatch()
    {
        var ids = new List<string>(BatchSize);
        var body = new StringBuilder();
        for (var attempt = 0; attempt < BatchSize * 20 && ids.Count < BatchSize; attempt++)
        {
            var profile = _random.Next(_room.Length);
            if (_room[profile] > 0)
            {
                _room[profile]--;
                var id = $"s{_next++}";
                ids.Add(id);
                _profiles.Add(id, $"p{profile}");
                body.Append($$"""{"id":"{{id}}","profile":"p{{profile}}","type":"product_viewed","time":"2026-01-01T00:00:00Z","value":{{_next}}}""").Append('\n');
            }
        }

        return ids.Count == 0 ? null : new SentBatch(ids, body.ToString());
    }
}

/// <summary>Signals sent in one request.</summary>
/// <param name="Ids">Their ids.</param>
/// <param name="Body">The request's body.</param>
internal sealed record SentBatch(IReadOnlyList<string> Ids, string Body);

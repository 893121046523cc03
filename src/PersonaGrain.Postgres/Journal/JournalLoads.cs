using System.Threading.Channels;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Postgres.Journal;

/// <summary>
/// Reads the beginning of what is asked of a journal together with that of other journals: while one statement is under way the next one gathers.
/// So it costs few round trips to load many actors at once, and one as ever to load a single one.
/// </summary>
internal sealed class JournalLoads(EntryQueries queries)
{
    /// <summary>Entries of each journal; who wants more reads on by himself.</summary>
    public const int Page = 100;

    /// <summary>Statements under way at once, each on a connection of its own.</summary>
    private const int Statements = 2;

    private const int MostTogether = 256;

    /// <summary>Asks that may wait; beyond them each is read by itself.</summary>
    private const int Capacity = 16_384;

    private readonly Channel<Ask> _asks = Channel.CreateBounded<Ask>(Capacity);

    /// <summary>The next entries of a journal, at most <see cref="Page"/>.</summary>
    public Task<List<JournaledEntry>> ReadAsync(WorkspaceNumber workspace, ActorId actor, long after, CancellationToken cancellation)
    {
        var ask = new Ask(workspace.Value, actor.Key, after);
        return _asks.Writer.TryWrite(ask) ? DecodeAsync(ask, cancellation) : queries.PageAsync(workspace, actor, after, JournalEntryKinds.All, Page, cancellation);
    }

    /// <summary>Answers until it is closed.</summary>
    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, Statements).Select(_ => Task.Run(AnswerAllAsync)));

    /// <summary>What is asked from now on is read by itself.</summary>
    public void Close() => _asks.Writer.TryComplete();

    private static async Task<List<JournaledEntry>> DecodeAsync(Ask ask, CancellationToken cancellation)
    {
        var rows = await ask.Answer.Task.WaitAsync(cancellation);
        return rows.ConvertAll(static row => row.Read());
    }

    private async Task AnswerAllAsync()
    {
        var asks = new List<Ask>(MostTogether);
        while (await _asks.Reader.WaitToReadAsync())
        {
            while (asks.Count < MostTogether && _asks.Reader.TryRead(out var ask))
            {
                asks.Add(ask);
            }

            await AnswerAsync(asks);
            asks.Clear();
        }
    }

    private async Task AnswerAsync(List<Ask> asks)
    {
        if (asks.Count == 0)
        {
            return;
        }

        try
        {
            var rows = await queries.SeveralAsync(
                asks.ConvertAll(static ask => ask.Workspace), asks.ConvertAll(static ask => ask.Actor), asks.ConvertAll(static ask => ask.After),
                Page, CancellationToken.None);
            var lists = new List<EntryRow>?[asks.Count];
            foreach (var row in rows)
            {
                (lists[row.Place] ??= []).Add(row);
            }

            for (var place = 0; place < lists.Length; place++)
            {
                asks[place].Answer.TrySetResult(lists[place] ?? []);
            }
        }
        catch (Exception fault)
        {
            // Whatever it was, it is told to who asked.
            asks.ForEach(ask => ask.Answer.TrySetException(fault));
        }
    }

    /// <summary>What one caller wants.</summary>
    private sealed record Ask(int Workspace, string Actor, long After)
    {
        public TaskCompletionSource<List<EntryRow>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Postgres;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Benchmarks.Postgres;

/// <summary>The journal as a silo uses it.</summary>
internal static class SharedCommits
{
    public static async Task<double> RunAsync(string database, int profiles, int appenders, int signals, TimeSpan time, int fields = 0)
    {
        await using var storage = new PostgresStorage(new PostgresOptions { ConnectionString = database }, NullLoggerFactory.Instance, TimeProvider.System);
        var journal = storage.Journal;
        return await JournalLoad.RunAsync(appenders, time, async (appender, goesOn, confirm) =>
        {
            for (var first = 1L; ; first += signals)
            {
                for (var profile = appender; profile < profiles; profile += appenders)
                {
                    if (!goesOn())
                    {
                        return;
                    }

                    var entries = new JournalEntry[signals];
                    for (var index = 0; index < signals; index++)
                    {
                        entries[index] = JournalLoad.Entry(profile, first + index);
                    }

                    // As a profile with a segment in a window: each of its appends moves its wake-up.
                    var append = new ActorAppend(ActorId.Of(ProfileId.Parse(JournalLoad.Name(profile))), first, entries, entries[^1].At + TimeSpan.FromDays(7))
                    {
                        Index = fields == 0 ? null : Changed(fields, first + (profile % 97)),
                    };
                    if (await journal.AppendAsync(append, CancellationToken.None) is not AppendResult.Appended)
                    {
                        throw new InvalidOperationException("an append was not confirmed");
                    }

                    confirm(signals);
                }
            }
        });
    }

    private static IndexUpdate Changed(int fields, double value) =>
        new(ReplacesAll: false, [.. Enumerable.Range(1, fields).Select(field => new IndexEntry(field, SortKey.Of(value)))]);
}

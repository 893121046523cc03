using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.People;

/// <summary>The process ends while people are joined: each join is whole or was never there.</summary>
public sealed class JoinCrashTests : OpenPeople
{
    private const int People = 40;
    private const int Signals = 6;

    private async Task<EmbeddedGrid> FillAsync()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, [.. Enumerable.Range(0, People * Signals).SelectMany(index => new[]
        {
            Some.Observation($"anonymous:{index % People}", id: $"a-{index}"), Some.Observation($"user-{index % People}", id: $"u-{index}"),
        })]);
        return grid;
    }

    private async Task JoinAllAsync(EmbeddedGrid grid)
    {
        for (var person = 0; person < People; person++)
        {
            if (await LinkAsync(grid, $"anonymous:{person}", $"user-{person}") is not LinkResult.Linked)
            {
                return;
            }
        }
    }

    /// <summary>How many of them are joined, each of them wholly.</summary>
    private async Task<int> JoinedAsync(EmbeddedGrid grid)
    {
        await grid.SettleAsync(Deadline);
        var joined = 0;
        for (var person = 0; person < People; person++)
        {
            var (visitor, user) = (await ProfileAsync(grid, $"anonymous:{person}"), await ProfileAsync(grid, $"user-{person}"));
            var isJoined = visitor.Id == user.Id;
            visitor.Signals.ShouldBe(isJoined ? 2 * Signals : Signals);
            user.Signals.ShouldBe(visitor.Signals);
            joined += isJoined ? 1 : 0;
        }

        (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe((2 * People) - joined);
        (await grid.StatusAsync(Deadline)).Profiles.ShouldBe((2 * People) - joined);
        (await EventsAsync(grid)).Count(one => one.Kind == GridEventKind.Exited).ShouldBe(joined);
        return joined;
    }

    [Fact]
    public async Task Log_that_was_cut_short_anywhere_has_whole_joins()
    {
        var grid = await FillAsync();
        await JoinAllAsync(grid);
        using var copy = new TemporaryFolder();
        File.Copy(Folder.File("grid.db"), copy.File("grid.db"));
        File.Copy(Folder.File("grid.db-wal"), copy.File("grid.db-wal"));
        var length = new FileInfo(copy.File("grid.db-wal")).Length;
        var found = new HashSet<int>();
        for (var cut = 0; cut < 12; cut++)
        {
            using var part = new TemporaryFolder();
            File.Copy(copy.File("grid.db"), part.File("grid.db"));
            File.Copy(copy.File("grid.db-wal"), part.File("grid.db-wal"));
            using (var log = File.OpenWrite(part.File("grid.db-wal")))
            {
                log.SetLength(length - (cut * 30_011L));
            }

            var recovered = await OpenAsync(options: Options with { DataDirectory = part.Path });
            found.Add(await JoinedAsync(recovered));
            await recovered.DisposeAsync();
        }

        found.Count.ShouldBeGreaterThan(3, "the log was cut in the middle of the joins");
        found.Max().ShouldBe(People);
    }

    [Fact]
    public async Task Kill_in_the_middle_leaves_whole_joins_and_the_rest_can_be_joined_after_it()
    {
        var grid = await FillAsync();
        var joining = Task.Run(() => JoinAllAsync(grid));
        while ((await grid.SegmentAsync("chosen", Deadline))!.Count > (2 * People) - 5)
        {
            await grid.EventsAsync(0, 1, Deadline);
        }

        await grid.AbandonAsync();
        await joining;

        var again = await OpenAsync();
        (await JoinedAsync(again)).ShouldBeGreaterThanOrEqualTo(5);
        for (var person = 0; person < People; person++)
        {
            await LinkAsync(again, $"user-{person}", $"anonymous:{person}");
        }

        (await JoinedAsync(again)).ShouldBe(People);
    }

    [Fact]
    public async Task Kill_in_the_middle_of_partings_leaves_each_whole()
    {
        var grid = await FillAsync();
        await JoinAllAsync(grid);
        var parting = Task.Run(async () =>
        {
            for (var person = 0; person < People; person++)
            {
                if (await grid.UnlinkAsync(Named($"anonymous:{person}"), Deadline) is not UnlinkResult.Unlinked)
                {
                    return;
                }
            }
        });
        while ((await grid.SegmentAsync("chosen", Deadline))!.Count < People + 5)
        {
            await grid.EventsAsync(0, 1, Deadline);
        }

        await grid.AbandonAsync();
        await parting;

        var again = await OpenAsync();
        await again.SettleAsync(Deadline);
        for (var person = 0; person < People; person++)
        {
            var (visitor, user) = (await ProfileAsync(again, $"anonymous:{person}"), await ProfileAsync(again, $"user-{person}"));
            (visitor.Signals, user.Signals).ShouldBe(visitor.Id == user.Id ? (2 * Signals, 2 * Signals) : (Signals, Signals));
        }
    }
}

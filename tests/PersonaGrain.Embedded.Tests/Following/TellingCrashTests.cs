using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Following;

/// <summary>The process ends while accounts are told: the next one tells what is missing, and nothing twice.</summary>
public sealed class TellingCrashTests : OpenAccounts
{
    private const int People = 30;

    private static string Person(int number) => $"person-{number % People}";

    [Fact]
    public async Task Kills_in_the_middle_lose_nothing_and_count_nothing_twice()
    {
        var grid = await OpenAsync(WithAccounts);
        await TellAsync(grid, [.. Enumerable.Range(0, People).Select(number => Joins(Person(number)))]);
        var expected = (long)People;
        for (var round = 0; round < 6; round++)
        {
            // The answer comes before accounts are told: each kill meets another place of that.
            for (var call = 0; call <= round; call++)
            {
                await ObserveAsync(grid, [.. Enumerable.Range(0, 2 * People).Select(number => Now(Person(number)))]);
                expected += 2 * People;
            }

            await grid.AbandonAsync();
            grid = await OpenAsync();
        }

        await grid.SettleAsync(Deadline);
        var account = await ProfileAsync(grid, Acme);
        (account.Signals, Trait(account, "people"), Trait(account, "fans")).ShouldBe((expected, People, People));
        (await grid.StatusAsync(Deadline)).Profiles.ShouldBe(People);
        (await EventsAsync(grid)).Where(one => one.Profile == Some.Profile(Acme)).Select(one => (one.Kind, one.Subject)).Order()
            .ShouldBe([(GridEventKind.Entered, "has_fans"), (GridEventKind.Entered, "surging")]);
    }

    [Fact]
    public async Task Log_that_was_cut_short_anywhere_leaves_accounts_with_exactly_what_their_members_have()
    {
        var grid = await OpenAsync(WithAccounts);
        await TellAsync(grid, [.. Enumerable.Range(0, People).Select(number => Joins(Person(number)))]);
        for (var call = 0; call < 20; call++)
        {
            await TellAsync(grid, Now(Person(call)), call % 5 == 4 ? Leaves(Person(call)) : Now(Person(call + 1)));
        }

        using var copy = new TemporaryFolder();
        File.Copy(Folder.File("grid.db"), copy.File("grid.db"));
        File.Copy(Folder.File("grid.db-wal"), copy.File("grid.db-wal"));
        var length = new FileInfo(copy.File("grid.db-wal")).Length;
        var found = new HashSet<long>();
        for (var cut = 0; cut < 12; cut++)
        {
            using var part = new TemporaryFolder();
            File.Copy(copy.File("grid.db"), part.File("grid.db"));
            File.Copy(copy.File("grid.db-wal"), part.File("grid.db-wal"));
            using (var log = File.OpenWrite(part.File("grid.db-wal")))
            {
                log.SetLength(length - (cut * 20_011L));
            }

            var recovered = await OpenAsync(options: Options with { DataDirectory = part.Path });
            found.Add(await ComparedAsync(recovered));
            await recovered.DisposeAsync();
        }

        found.Count.ShouldBeGreaterThan(3, "the log was cut in the middle");
    }

    /// <summary>Compares the account with its members; how many signals it has.</summary>
    private async Task<long> ComparedAsync(EmbeddedGrid grid)
    {
        await grid.SettleAsync(Deadline);
        var (signals, members) = (0L, 0);
        for (var number = 0; number < People; number++)
        {
            if (await grid.ProfileAsync(Some.Profile(Person(number)), Deadline) is { Accounts.Count: > 0 } person)
            {
                (signals, members) = (signals + person.Signals, members + 1);
            }
        }

        (await SignalsAsync(grid)).ShouldBe(signals);
        ((await grid.AccountMembersAsync(Some.Profile(Acme), null, 100, Deadline))?.Members.Count ?? 0).ShouldBe(members);
        return signals;
    }
}

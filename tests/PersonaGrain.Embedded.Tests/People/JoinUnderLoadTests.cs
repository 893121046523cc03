using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.People;

/// <summary>People are joined and parted while all their identities send and are read: no signal is lost or counted twice, and none is refused.</summary>
public sealed class JoinUnderLoadTests : OpenPeople
{
    private const int People = 12;
    private const int Rounds = 40;

    private static string Anonymous(int person) => $"anonymous:{person}";

    private static string User(int person) => $"user-{person}";

    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(3, 0L)]
    public async Task Every_signal_counts_once_for_its_person(int partitions, long? budget)
    {
        var options = Options with { Partitions = partitions, SnapshotEvery = 16, CheckpointInterval = 16 * 4_096, LongHistory = 64 };
        options = budget is { } bytes ? options with { MemoryBudget = bytes } : options;
        var grid = await OpenAsync(Recent(), options);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await ReadAsync(grid);
            }
        });

        var sending = Enumerable.Range(0, 3).Select(sender => Task.Run(() => SendAsync(grid, sender)));
        var changing = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ChangeAsync(grid)));
        await Task.WhenAll([.. sending, .. changing]);
        await stop.CancelAsync();
        await reading;
        for (var person = 0; person < People; person++)
        {
            await LinkAsync(grid, Anonymous(person), User(person));
        }

        await ExpectAsync(grid);
        await grid.AbandonAsync();
        await ExpectAsync(await OpenAsync(options: options));
    }

    /// <summary>Each call has a signal for both identities of every person.</summary>
    private async Task SendAsync(EmbeddedGrid grid, int sender)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var call = Enumerable.Range(0, People).SelectMany(person => new[]
            {
                Some.Observation(Anonymous(person), id: $"{sender}-{round}-a"), Some.Observation(User(person), id: $"{sender}-{round}-u"),
            });
            var result = await grid.ObserveAsync([.. call], Deadline);
            while (result is ObserveResult.Unavailable or ObserveResult.Busy)
            {
                result = await grid.ObserveAsync([.. call], Deadline);
            }

            result.ShouldBeOfType<ObserveResult.Observed>().Outcomes.ShouldAllBe(outcome => outcome.Status != ObservationStatus.Refused);
        }
    }

    private async Task ChangeAsync(EmbeddedGrid grid)
    {
        for (var round = 0; round < 3; round++)
        {
            for (var person = 0; person < People; person++)
            {
                await LinkAsync(grid, Anonymous(person), User(person));
                await grid.UnlinkAsync(Named(Anonymous((person + round) % People)), Deadline);
            }
        }
    }

    private async Task ReadAsync(EmbeddedGrid grid)
    {
        for (var person = 0; person < People; person++)
        {
            if (await grid.ProfileAsync(Some.Profile(Anonymous(person)), Deadline) is { } view)
            {
                view.Id.Value.ShouldBeOneOf(Anonymous(person), User(person));
            }
        }
    }

    private async Task ExpectAsync(EmbeddedGrid grid)
    {
        await grid.SettleAsync(Deadline);
        for (var person = 0; person < People; person++)
        {
            foreach (var identity in new[] { Anonymous(person), User(person) })
            {
                var view = await ProfileAsync(grid, identity);
                (view.Id.Value, view.Signals).ShouldBe((User(person), 6 * Rounds));
            }
        }

        (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(People);
        (await grid.MembersAsync("chosen", null, 1_000, Deadline)).ShouldNotBeNull().Members.Count.ShouldBe(People);
        (await grid.StatusAsync(Deadline)).Profiles.ShouldBe(People);
        (await grid.StatusAsync(Deadline)).PassedOver.ShouldBe(0);
    }
}

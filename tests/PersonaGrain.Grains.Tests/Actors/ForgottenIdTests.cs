using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.Actors;

/// <summary>An id counts once also where so many came since that the profile has forgotten it, whoever has the profile in memory.</summary>
public sealed class ForgottenIdTests : ClusterTest
{
    private const int Remembered = ProfileMachine.RememberedIds;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Id_that_was_forgotten_is_a_duplicate_and_others_of_the_call_are_taken(bool isReloaded)
    {
        await StartAsync(Recent);
        await SendAsync(0, Remembered + 200);
        if (isReloaded)
        {
            await ForgetAsync();
        }

        (await ObserveAsync(One("new"), One("3"), One($"{Remembered + 199}"), One("newer"), One("4"))).ShouldBe(
        [
            ObservationStatus.Accepted, ObservationStatus.Duplicate, ObservationStatus.Duplicate, ObservationStatus.Accepted, ObservationStatus.Duplicate,
        ]);
        (await ProfileAsync()).Signals.ShouldBe(Remembered + 202);
    }

    [Fact]
    public async Task Ids_repeated_within_the_call_that_forgets_them_count_once()
    {
        await StartAsync(Recent);
        await SendAsync(0, Remembered - 1);

        // The first of all is the oldest remembered, and is forgotten by the second new one.
        (await ObserveAsync(One("a"), One("b"), One("c"), One("0"), One("a"))).ShouldBe(
        [
            ObservationStatus.Accepted, ObservationStatus.Accepted, ObservationStatus.Accepted, ObservationStatus.Duplicate, ObservationStatus.Duplicate,
        ]);
        (await ProfileAsync()).Signals.ShouldBe(Remembered + 2);
    }

    [Fact]
    public async Task Ids_repeated_within_a_call_of_more_than_are_remembered_count_once()
    {
        await StartAsync(Recent);

        var statuses = await ObserveAsync([.. Enumerable.Range(0, 2 * Remembered).Append(0).Append(Remembered).Select(index => One($"{index}"))]);

        statuses.Count(status => status == ObservationStatus.Accepted).ShouldBe(2 * Remembered);
        statuses[^2..].ShouldAllBe(status => status == ObservationStatus.Duplicate);
    }

    private async Task SendAsync(int from, int count) => (await ObserveAsync([.. Enumerable.Range(from, count).Select(index => One($"{index}"))]))
        .ShouldAllBe(status => status == ObservationStatus.Accepted);

    private static Observation One(string id) => Some.Observation(id: id);
}

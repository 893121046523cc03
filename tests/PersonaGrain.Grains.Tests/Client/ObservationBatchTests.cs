using PersonaGrain.Grains.Client;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.Client;

public sealed class ObservationBatchTests
{
    private static readonly ObservationOutcome Accepted = new(ObservationStatus.Accepted, null);
    private readonly ObservationBatch _batch = new([Some.Observation("ada"), Some.Observation("bob"), Some.Observation("ada")], new PersonRoutes());

    [Fact]
    public void IsFilled_needs_an_outcome_of_every_signal()
    {
        _batch.IsFilled.ShouldBeFalse();
        _batch.Fill(0, [Accepted, Accepted]);
        _batch.IsFilled.ShouldBeFalse();
        _batch.Fill(1, [Accepted]);

        _batch.IsFilled.ShouldBeTrue();
    }

    [Fact]
    public void Signals_of_one_person_are_one_group_whichever_identity_they_came_by()
    {
        var routes = new PersonRoutes();
        routes.Add(Some.Profile("bob"), Some.Profile("ada"));
        var batch = new ObservationBatch([Some.Observation("bob"), Some.Observation("eve"), Some.Observation("ada")], routes);

        (batch.Profiles, batch.ProfileOf(0), batch.ProfileOf(1)).ShouldBe((2, Some.Profile("ada"), Some.Profile("eve")));
        batch.SignalsOf(0).Select(signal => signal.Origin).ShouldBe([Some.Profile("bob"), null]);
    }

    [Fact]
    public void Regroup_takes_those_that_were_not_filled_in_to_where_they_are()
    {
        var routes = new PersonRoutes();
        var batch = new ObservationBatch([Some.Observation("bob"), Some.Observation("eve"), Some.Observation("bob")], routes);
        batch.Fill(1, [Accepted]);
        routes.Add(Some.Profile("bob"), Some.Profile("ada"));

        batch.Regroup();

        (batch.Profiles, batch.ProfileOf(0)).ShouldBe((1, Some.Profile("ada")));
        batch.SignalsOf(0).Select(signal => signal.Origin).ShouldBe([Some.Profile("bob"), Some.Profile("bob")]);
        batch.Fill(0, [Accepted, Accepted]);
        batch.IsFilled.ShouldBeTrue();
    }

    [Fact]
    public void Routes_that_were_turned_round_lead_to_an_end()
    {
        var routes = new PersonRoutes();
        routes.Add(Some.Profile("ada"), Some.Profile("bob"));
        routes.Add(Some.Profile("bob"), Some.Profile("eve"));
        routes.Add(Some.Profile("eve"), Some.Profile("ada"));

        routes.Of(Some.Profile("eve")).ShouldBe(Some.Profile("ada"));
        routes.Of(Some.Profile("bob")).ShouldBe(Some.Profile("ada"));
    }

    [Fact]
    public void Fill_takes_no_answer_of_another_length()
    {
        _batch.Fill(0, [Accepted]);
        _batch.Fill(1, [Accepted, Accepted]);

        _batch.IsFilled.ShouldBeFalse();
    }
}

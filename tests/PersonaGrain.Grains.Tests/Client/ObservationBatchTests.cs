using PersonaGrain.Grains.Client;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.Client;

public sealed class ObservationBatchTests
{
    private static readonly ObservationOutcome Accepted = new(ObservationStatus.Accepted, null);
    private readonly ObservationBatch _batch = new([Some.Observation("ada"), Some.Observation("bob"), Some.Observation("ada")]);

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
    public void Fill_takes_no_answer_of_another_length()
    {
        _batch.Fill(0, [Accepted]);
        _batch.Fill(1, [Accepted, Accepted]);

        _batch.IsFilled.ShouldBeFalse();
    }
}

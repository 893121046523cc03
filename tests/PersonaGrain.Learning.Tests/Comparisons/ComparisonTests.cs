using PersonaGrain.Learning.Comparisons;

namespace PersonaGrain.Learning.Tests.Comparisons;

public sealed class ComparisonTests
{
    [Fact]
    public void Probability_of_large_counts_is_that_of_Pearsons_chi_square()
    {
        // 60 of 100 against 40 of 100: χ² = 200·(60·60 − 40·40)² / 100⁴ = 8, p = 0.004678 (R: chisq.test(correct = FALSE)).
        IndependenceTest.Probability(60, 100, 40, 100).ShouldBe(0.004677735, 1e-9);
        IndependenceTest.Probability(50, 100, 50, 100).ShouldBe(1, 1e-12);
        IndependenceTest.Probability(100, 100, 100, 100).ShouldBe(1);
    }

    /// <summary>R. A. Fisher's tea: of 4 cups with milk first 4, or 3, are found; the tail of so many or more is 1/70, or 17/70.</summary>
    [Theory]
    [InlineData(4, 0, 2d / 70)]
    [InlineData(3, 1, 34d / 70)]
    [InlineData(2, 2, 1)]
    public void Probability_of_small_counts_is_twice_the_tail_of_Fishers_exact_test(long with, long othersWith, double probability) =>
        IndependenceTest.Probability(with, 4, othersWith, 4).ShouldBe(probability, 1e-12);

    /// <summary>The fifteen probabilities that Benjamini and Hochberg (1995) correct: at 0.05 they find the first four.</summary>
    [Fact]
    public void Adjust_finds_what_Benjamini_and_Hochberg_found()
    {
        double[] published = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000];

        var adjusted = FalseDiscoveryRate.Adjust(published);

        adjusted.Count(q => q <= 0.05).ShouldBe(4);
        adjusted[0].ShouldBe(0.0015, 1e-12);
        adjusted[3].ShouldBe(0.0095 * 15 / 4, 1e-12);
        adjusted.ShouldBe(adjusted.Order());
        FalseDiscoveryRate.Adjust([.. published.Reverse()]).ShouldBe(adjusted.Reverse());
    }
}

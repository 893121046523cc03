using PersonaGrain.Learning.Evaluation;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Tests.Evaluation;

public sealed class EvaluationTests
{
    [Fact]
    public void Auc_counts_pairs_and_ties_as_a_half()
    {
        var random = new Random(1);
        double[] scores = [.. Enumerable.Range(0, 300).Select(_ => (double)random.Next(12))];
        var occurred = Array.ConvertAll(scores, score => random.Next(12) < score);

        var pairs = from one in Enumerable.Range(0, 300)
                    from other in Enumerable.Range(0, 300)
                    where occurred[one] && !occurred[other]
                    select (one, other);
        var expected = pairs.Average(pair => scores[pair.one].CompareTo(scores[pair.other]) switch { > 0 => 1.0, 0 => 0.5, _ => 0 });

        Ranking(scores, occurred).Auc.ShouldBe(expected, 1e-12);
        Ranking([1, 1, 1, 1], [true, false, true, false]).Auc.ShouldBe(0.5);
    }

    [Fact]
    public void Auc_interval_of_ten_by_ten_is_that_of_delong()
    {
        // Structural components by hand: positives 2, 3, 5 against negatives 1, 2, 4: V10 = (1.5, 2, 3)/3, V01 = (3, 2.5, 1)/3, AUC = 6.5/9.
        double[] scores = [2, 3, 5, 1, 2, 4];
        var ranking = Ranking(scores, [true, true, true, false, false, false]);

        double[] v10 = [1.5 / 3, 2 / 3.0, 1], v01 = [1, 2.5 / 3, 1 / 3.0];
        const double auc = 6.5 / 9;
        // Clustered with one landmark a person: 6/5 · (Σ(V10 − A)²/9 + Σ(V01 − A)²/9).
        var error = Math.Sqrt(6 / 5.0 * (v10.Sum(v => (v - auc) * (v - auc)) + v01.Sum(v => (v - auc) * (v - auc))) / 9);
        ranking.Auc.ShouldBe(auc, 1e-12);
        ranking.Low.ShouldBe(Logistic.Probability(Logistic.LogOdds(auc) - (1.959963984540054 * error / (auc * (1 - auc)))), 1e-12);
    }

    /// <summary>Where everything is told apart without error, nothing varies, and what is found lies at the end of its interval.</summary>
    [Fact]
    public void Auc_lies_within_its_interval_also_where_it_is_one_or_zero()
    {
        Ranking([1, 1, 2, 2], [false, false, true, true]).ShouldBe(new RankingQuality(1, 1 - (0.5 / 4), 1));
        Ranking([2, 2, 1, 1], [false, false, true, true]).ShouldBe(new RankingQuality(0, 0, 0.5 / 4));
    }

    [Fact]
    public void Gain_that_is_rounding_alone_is_not_clear()
    {
        new LossComparison(0.45, 2.2e-16, 7.7e-17).IsClear.ShouldBeFalse();
        new LossComparison(0.45, 0.01, 0.004).IsClear.ShouldBeTrue();
        new LossComparison(0.45, 0.01, 0.006).IsClear.ShouldBeFalse();
    }

    [Fact]
    public void Gain_of_landmarks_told_twice_is_no_surer_than_told_once()
    {
        double[] losses = [0.1, 0.5, 0.3, 0.2], others = [0.4, 0.4, 0.6, 0.3];

        var once = LossGain.Of(losses, others, [1, 2, 3, 4]);
        var twice = LossGain.Of([.. losses, .. losses], [.. others, .. others], [1, 2, 3, 4, 1, 2, 3, 4]);

        once.Gain.ShouldBe(0.15, 1e-12);
        // Differences 0.3, −0.1, 0.3, 0.1 about 0.15: the standard error of a mean.
        once.StandardError.ShouldBe(Math.Sqrt(0.11 / 3 / 4), 1e-12);
        twice.StandardError.ShouldBe(once.StandardError, 1e-12);
    }

    [Fact]
    public void Bins_hold_all_landmarks_and_never_part_equal_probabilities()
    {
        double[] probabilities = [.. Enumerable.Repeat(0.2, 35), .. Enumerable.Range(0, 65).Select(index => 0.3 + (index / 100.0))];
        bool[] occurred = [.. Enumerable.Range(0, 100).Select(index => index % 2 == 0)];
        var bins = Reliability.Of(new Forecasts(probabilities, probabilities, occurred, new ulong[100]));

        bins.Select(bin => bin.Count).ShouldBe([35, 5, 10, 10, 10, 10, 10, 10]);
        bins[0].ShouldBe(new ReliabilityBin(0.2, 0.2, 35, bins[0].Predicted, 18 / 35.0));
        Reliability.Error([new(0, 1, 30, 0.2, 0.3), new(0, 1, 10, 0.5, 0.1)]).ShouldBe(((30 * 0.1) + (10 * 0.4)) / 40, 1e-12);
    }

    [Fact]
    public void Split_is_six_two_two_and_the_same_for_ever()
    {
        var parts = Enumerable.Range(0, 100_000).CountBy(person => PersonSplit.Of((ulong)person)).ToDictionary();

        parts[PersonPart.Train].ShouldBeInRange(59_500, 60_500);
        parts[PersonPart.Calibrate].ShouldBeInRange(19_500, 20_500);
        string.Concat(Enumerable.Range(0, 20).Select(person => (int)PersonSplit.Of((ulong)person))).ShouldBe("00002201021000200201");
    }

    private static RankingQuality Ranking(double[] scores, bool[] occurred) =>
        RankingQuality.Of(new Forecasts(scores, scores, occurred, [.. Enumerable.Range(0, scores.Length).Select(index => (ulong)index)]));
}

namespace PersonaGrain.Population.Outcomes;

/// <summary>What makes of a model's log-odds a probability that holds: of those told 20 %, one in five has the outcome. Never falls.</summary>
public abstract record ProbabilityCalibration
{
    private ProbabilityCalibration()
    {
    }

    /// <summary>The probability at these log-odds.</summary>
    public abstract double Probability(double logOdds);

    /// <summary>The standard error of the calibrated log-odds that comes of how few people it was calibrated on.</summary>
    public abstract double StandardError(double logOdds);

    /// <summary>
    /// Platt's: a logistic curve of the log-odds. J. Platt, "Probabilistic Outputs for Support Vector Machines" (1999), fitted to its smoothed
    /// targets.
    /// </summary>
    /// <param name="Slope">Not negative.</param>
    /// <param name="Intercept">The calibrated log-odds at 0.</param>
    /// <param name="SlopeVariance">Variance of the slope.</param>
    /// <param name="InterceptVariance">Variance of the intercept.</param>
    /// <param name="Covariance">Covariance of the two.</param>
    public sealed record Platt(double Slope, double Intercept, double SlopeVariance, double InterceptVariance, double Covariance)
        : ProbabilityCalibration
    {
        /// <inheritdoc/>
        public override double Probability(double logOdds) => Logistic.Probability((Slope * logOdds) + Intercept);

        /// <inheritdoc/>
        public override double StandardError(double logOdds) =>
            Math.Sqrt(Math.Max(0, (logOdds * ((logOdds * SlopeVariance) + (2 * Covariance))) + InterceptVariance));
    }

    /// <summary>
    /// Isotonic regression (pool adjacent violators): B. Zadrozny, C. Elkan, "Transforming Classifier Scores into Accurate Multiclass Probability
    /// Estimates" (2002). A line through the pooled groups at their mean log-odds, and constant outside them.
    /// </summary>
    /// <param name="Steps">The groups, by rising log-odds and probability; at least one.</param>
    public sealed record Isotonic(CalibrationStep[] Steps) : ProbabilityCalibration
    {
        /// <inheritdoc/>
        public override double Probability(double logOdds)
        {
            var (before, share) = Find(logOdds);
            return share == 0 ? Steps[before].Probability
                : Steps[before].Probability + (share * (Steps[before + 1].Probability - Steps[before].Probability));
        }

        /// <inheritdoc/>
        public override double StandardError(double logOdds)
        {
            var (before, share) = Find(logOdds);
            ref readonly var step = ref Steps[share < 0.5 ? before : before + 1];
            return 1 / Math.Sqrt(step.Count * step.Probability * (1 - step.Probability));
        }

        /// <summary>The last group at or before the log-odds (the first where there is none), and how far to the next, 0 to 1.</summary>
        private (int Before, double Share) Find(double logOdds)
        {
            var (low, high) = (0, Steps.Length - 1);
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                (low, high) = Steps[middle].LogOdds <= logOdds ? (middle, high) : (low, middle - 1);
            }

            return low == Steps.Length - 1 || logOdds <= Steps[low].LogOdds
                ? (low, 0)
                : (low, (logOdds - Steps[low].LogOdds) / (Steps[low + 1].LogOdds - Steps[low].LogOdds));
        }
    }
}

/// <summary>A group of people with nearly the same log-odds.</summary>
/// <param name="LogOdds">Their mean log-odds.</param>
/// <param name="Probability">The share of them who had the outcome; above 0 and below 1.</param>
/// <param name="Count">How many landmarks it holds.</param>
public readonly record struct CalibrationStep(double LogOdds, double Probability, int Count);

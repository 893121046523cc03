namespace PersonaGrain.Learning.Online;

/// <summary>The constants of FTRL-Proximal, in the letters of its paper.</summary>
/// <param name="LearningRate">
/// α: how far one example moves a weight. Greater learns sooner and forgets sooner. Default 0.5, which suits features between 0 and 1.
/// </param>
/// <param name="Beta">β: added to the root of the squared gradients, so that the first steps are not too great. Default 1.</param>
/// <param name="L1">λ₁: weights whose gradients do not add up to this are exactly 0. Of the summed loss; default 0.</param>
/// <param name="L2">
/// λ₂: draws weights to 0 like a normal prior of variance 1/λ₂. Of the summed loss, so it weighs the less the more examples there are; default 0.1,
/// for log-odds that may change by some units from relevance 0 to 1.
/// </param>
public sealed record FtrlSettings(double LearningRate = 0.5, double Beta = 1, double L1 = 0, double L2 = 0.1);

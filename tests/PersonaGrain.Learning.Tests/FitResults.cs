using PersonaGrain.Learning.Fitting;

namespace PersonaGrain.Learning.Tests;

internal static class FitResults
{
    internal static FitResult<TModel>.Fitted ShouldBeFitted<TModel>(this FitResult<TModel> result) => result.ShouldBeOfType<FitResult<TModel>.Fitted>(
        (result as FitResult<TModel>.Failed)?.Fault.Message);

    internal static FitFault ShouldBeFailed<TModel>(this FitResult<TModel> result) => result.ShouldBeOfType<FitResult<TModel>.Failed>().Fault;

    internal static void ShouldBeNear(this double actual, double expected, double relative) =>
        Math.Abs(actual - expected).ShouldBeLessThanOrEqualTo(relative * Math.Abs(expected), $"{actual:R} instead of {expected:R}");
}

using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Times;

/// <summary>Reads of many, among whom one may be damaged.</summary>
internal static class PassedOver
{
    /// <summary>Reads something of a profile; null where that can not be read, and the profile alone is at fault.</summary>
    internal static async ValueTask<T?> PassingOverAsync<T>(
        this IProfileTimeSource source, ProfileId profile, Func<ValueTask<T?>> read, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or AsOfUnavailableException))
        {
            if (await source.IsOfProfileAsync(profile, fault, cancellation))
            {
                return null;
            }

            throw;
        }
    }
}

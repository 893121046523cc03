namespace PersonaGrain.Grains.Population;

/// <summary>
/// Goes through the workspaces other than main in which something was committed, and has each publish when that is due; the key is 0.
/// </summary>
[Alias("personagrain.population-round")]
public interface IPopulationRoundGrain : IGrainWithIntegerKey
{
    /// <summary>Sees to it that it runs somewhere.</summary>
    [Alias("keep-alive")]
    Task KeepAliveAsync();
}

namespace PersonaGrain.Silo.Topology;

/// <summary>What <c>silo cluster up</c> is asked to start.</summary>
/// <param name="Config">The configuration of silos and gateways: a file or the name of a profile.</param>
/// <param name="Silos">How many silos; 1 to 16.</param>
/// <param name="Gateways">How many gateways; 1 to 16.</param>
/// <param name="Port">The balancer's port, or the first gateway's where there is no balancer; 0 takes a free one.</param>
/// <param name="GatewayPort">The port of the first gateway behind the balancer, the others follow; 0 takes free ones.</param>
/// <param name="Data">The folder of the database, the logs and what is noted about the processes.</param>
/// <param name="Database">A connection to a server that is there already; null starts one.</param>
internal sealed record TopologyRequest(string Config, int Silos, int Gateways, int Port, int GatewayPort, string Data, string? Database)
{
    private const int Most = 16;

    /// <summary>What is wrong with it; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        Require(Silos is >= 1 and <= Most, $"--silos is {Silos}; give 1 to {Most}");
        Require(Gateways is >= 1 and <= Most, $"--gateways is {Gateways}; give 1 to {Most}");
        Require(Port is >= 0 and <= 65_535, $"--port is {Port}; give 1 to 65535, or 0 for a free one");
        Require(GatewayPort >= 0 && GatewayPort + Gateways <= 65_536, $"--gateway-port is {GatewayPort}; give 1 to {65_536 - Gateways}, or 0 for free ones");
        Require(
            Port == 0 || GatewayPort == 0 || Port < GatewayPort || Port >= GatewayPort + Gateways,
            $"--port {Port} is one of the gateways' ports, {GatewayPort} to {GatewayPort + Gateways - 1}; choose another --port, or another "
                + "--gateway-port, or 0 for free ones");
        return faults;

        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }
}

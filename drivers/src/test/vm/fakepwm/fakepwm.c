// SPDX-License-Identifier: GPL-2.0
/*
 * A PWM chip that drives nothing: a platform device with three channels behind the kernel's own PWM core, so that
 * /sys/class/pwm is the real thing. Every state that the core hands down is written to the kernel log.
 *
 *   broken=1   from now on no state is taken: EIO, as from a chip that fell off its bus
 */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/pwm.h>

static bool broken;
module_param(broken, bool, 0644);
MODULE_PARM_DESC(broken, "take no state: EIO");

static int take(struct pwm_chip *chip, struct pwm_device *pwm, const struct pwm_state *state)
{
	if (broken)
		return -EIO;
	dev_info(chip->dev, "channel %u: period %llu duty %llu %s\n", pwm->hwpwm, state->period,
		 state->duty_cycle, state->enabled ? "on" : "off");
	return 0;
}

static const struct pwm_ops ops = {
	.apply = take,
	.owner = THIS_MODULE,
};

static struct platform_device *device;
static struct pwm_chip chip = { .ops = &ops, .npwm = 3 };

static int __init begin(void)
{
	int failed;

	device = platform_device_register_simple("fakepwm", PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(device))
		return PTR_ERR(device);
	chip.dev = &device->dev;
	failed = pwmchip_add(&chip);
	if (failed)
		platform_device_unregister(device);
	return failed;
}

static void __exit end(void)
{
	pwmchip_remove(&chip);
	platform_device_unregister(device);
}

module_init(begin);
module_exit(end);
MODULE_DESCRIPTION("PWM chip without hardware");
MODULE_LICENSE("GPL");
